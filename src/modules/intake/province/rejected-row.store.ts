import { MoreThan } from 'typeorm';
import { maskName, maskNumber, maskPersonalNumbers } from '../../../kernel/journal/masks.js';
import { insertMany } from '../../../kernel/persistence/many-rows.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import type { RowFault } from './intake-reasons.rules.js';
import { RejectedRowEntity } from './rejected-row.entity.js';

/** A fault and the line of the file it stands on. */
export type FaultAtLine = RowFault & { readonly line: number };

const LONGEST = 60;
const PAGE = 1_000;
/** Of a shorter number, three and two characters would be most of it. */
const SHORT = 12;

/** Rows that were not taken in, with what is wrong. What stands in them is masked before it is kept. */
export class RejectedRowStore {
  constructor(private readonly work: UnitOfWork) {}

  /** In the open unit of work. */
  async add(runNo: number, faults: readonly FaultAtLine[]): Promise<void> {
    await insertMany(this.work.writer(), RejectedRowEntity, faults.map(({ line, field, reason, value }) => (
      { runNo, line, field, reason, value: masked(field, value) }
    )));
  }

  /** All of a run, line by line, a thousand at a time. */
  async *pages(runNo: number): AsyncGenerator<FaultAtLine[]> {
    for (let after = 0; ;) {
      const page = await this.work.reader().getRepository(RejectedRowEntity).find({
        where: { runNo, line: MoreThan(after) }, order: { line: 'ASC', field: 'ASC', reason: 'ASC' }, take: PAGE,
      });
      const whole = page.length < PAGE ? page : withoutLastLine(page);
      if (whole.length > 0) yield whole;
      if (page.length < PAGE) return;
      after = whole.at(-1)?.line ?? after;
    }
  }
}

/** A line may go on behind the page; it has fewer faults than a page has room. */
const withoutLastLine = (page: RejectedRowEntity[]): RejectedRowEntity[] => page.filter(({ line }) => line !== page.at(-1)?.line);

/** A column may hold what belongs into another: only what looks like a code or a date stays readable. */
function masked(field: RowFault['field'], value: string): string {
  if (field === 'userName') return maskName(cut(value));
  if (field !== 'idNo' && /^[0-9/-]{1,10}$/.test(value)) return maskPersonalNumbers(value);
  const text = cut(value);
  return text.length < SHORT ? maskNumber(text, 1, 0) : maskNumber(text, 3, 2);
}

const cut = (value: string): string => [...value.replace(/[\p{C}\p{Co}]/gu, '?')].slice(0, LONGEST / 2).join('');
