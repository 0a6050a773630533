import { terminalTable } from '../../terminal-table.rules.js';
import type { LineOutcome } from './terminal-upload.js';

const OUTCOMES: Readonly<Record<LineOutcome['outcome'], string>> = { registered: '已登记', known: '原已登记', refused: '未登记' };

/** What became of an upload: counts, the numbers, and every fault with its line and field. */
export function describeUpload(outcomes: readonly LineOutcome[]) {
  const count = (wanted: LineOutcome['outcome']): number => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return {
    lines: outcomes.length, registered: count('registered'), known: count('known'), refused: count('refused'),
    terminals: outcomes.flatMap(({ line, outcome, record }) => (record === undefined ? [] : [
      { line, outcome, orgId: record.orgId, mac: record.mac, filingNumber: record.filingNumber, filedOn: record.filedOn, standing: record.standing },
    ])),
    faults: outcomes.flatMap(({ line, faults = [] }) => faults.map(({ field, reason }) => ({ line, field, reason }))),
  };
}

/** The same as a file: every line as it was handed in, with its number or what is wrong with it. */
export function uploadTable(outcomes: readonly LineOutcome[]): string[][] {
  return terminalTable(outcomes.map(({ said, record, outcome, faults }) => ({ said, record, outcome: OUTCOMES[outcome], faults })), 'results');
}
