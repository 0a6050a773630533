import { csvRecord, writeCsv } from '../../../kernel/csv/csv-table.js';
import { intakeReasons } from './intake-reasons.rules.js';
import type { FaultAtLine } from './rejected-row.store.js';

const HEADING = ['行号', '字段', '原因', '内容', '说明'];

/** The file of rejected rows, piece by piece: line, field, reason, what stands there (masked), and what that means, Chinese first. */
export async function* rejectedRowsFile(pages: AsyncIterable<readonly FaultAtLine[]>): AsyncGenerator<string> {
  yield writeCsv([HEADING]);
  for await (const page of pages) yield page.map(({ line, field, reason, value }) => csvRecord([String(line), field, reason, value, meaningOf(reason)])).join('');
}

const meaningOf = (reason: FaultAtLine['reason']): string => `${intakeReasons[reason].chinese} · ${intakeReasons[reason].english}`;
