import { chinaDate, type Clock } from '../../../kernel/clock.js';
import { readCsvLines, scanCsv, type CsvLine, type CsvScan } from '../../../kernel/csv/csv-file.js';
import type { JournalStore } from '../../../kernel/journal/journal.store.js';
import type { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import type { ProvinceCode } from '../../../protocol/identifiers.js';
import { MOST_RECORDS } from '../../../protocol/transactions/report-insured-batch.js';
import type { BaseDataStore, BatchedRow } from './base-data.store.js';
import { isHeader, readHeader, type Header, type HeaderFault } from './intake-columns.rules.js';
import { sortOut, type KeyedRow } from './intake-periods.rules.js';
import { isInForce, readRow, type Judging } from './intake-row.rules.js';
import type { IntakeRun, IntakeRunStore } from './intake-run.store.js';
import type { FaultAtLine, RejectedRowStore } from './rejected-row.store.js';

/** A file whose header does not name the columns (INT-150), or that has none. */
export class UnusableFile extends Error {
  constructor(readonly fault: HeaderFault) {
    super('the header of the file does not name the columns');
    this.name = 'UnusableFile';
  }
}

/** Another process goes on with the same file. */
export class TakenInElsewhere extends Error {
  constructor() {
    super('another process is taking this file in');
    this.name = 'TakenInElsewhere';
  }
}

export interface LoadingParts {
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly journal: JournalStore;
  readonly runs: IntakeRunStore;
  readonly data: BaseDataStore;
  readonly rejected: RejectedRowStore;
  readonly province: ProvinceCode;
}

/** A file that was looked through. */
export interface OpenedFile {
  readonly path: string;
  readonly scan: CsvScan;
  readonly run: IntakeRun;
}

/** Rows of one unit of work: more of them share a page of the database and a wait for the disk, fewer keep the running tier waiting less. */
const ROWS = 2_000;

/**
 * Reads a file into the province's base data (notice 二(二)): two thousand rows at a time, each time with its counts, its rejected rows and its place in the file in one unit
 * of work. So a killed process goes on where it last wrote, nothing is taken in twice, and no more than that stands in memory (INT-154).
 */
export class IntakeLoading {
  constructor(private readonly parts: LoadingParts) {}

  /** Looks through a file and finds the run that took it in before, or begins one. Throws `UnusableFile`. */
  async open(path: string): Promise<OpenedFile> {
    const { runs, clock, work } = this.parts;
    const scan = await scanCsv(path);
    const { end: position, line } = await this.header(path, scan);
    const known = await runs.find(scan.digest);
    const begun = { digest: scan.digest, startedAt: clock.now(), day: chinaDate(clock.now()).replaceAll('-', ''), position, line };
    return { path, scan, run: known ?? await work.run(() => runs.begin(begun)) };
  }

  /** Reads what is left of the file; `onStep` hears after every step how far it is. Throws `TakenInElsewhere`. */
  async load({ path, scan, run: begun }: OpenedFile, onStep: (run: IntakeRun) => void): Promise<IntakeRun> {
    const { header } = await this.header(path, scan);
    const judging = { province: this.parts.province, today: begun.day };
    let run = begun;
    let waiting: CsvLine[] = [];
    const take = async (lines: readonly CsvLine[]): Promise<void> => {
      run = await this.takeIn(run, lines, header, judging);
      onStep(run);
    };
    for await (const lines of readCsvLines(path, scan.charset, run)) {
      waiting = waiting.concat(lines);
      for (; waiting.length >= ROWS; waiting = waiting.slice(ROWS)) await take(waiting.slice(0, ROWS));
    }
    if (waiting.length > 0) await take(waiting);
    return this.finish(run, scan);
  }

  private async header(path: string, { charset }: CsvScan): Promise<CsvLine & { readonly header: Header }> {
    for await (const [first] of readCsvLines(path, charset, { position: 0, line: 0 })) {
      if (first === undefined) continue;
      const header = readHeader(first.cells);
      if (!isHeader(header)) throw new UnusableFile(header);
      return { ...first, header };
    }
    throw new UnusableFile({ missing: [], twice: [] });
  }

  /** What needs no database is done before the unit of work: meanwhile the running tier may write. */
  private takeIn(run: IntakeRun, lines: readonly CsvLine[], header: Header, judging: Judging): Promise<IntakeRun> {
    const { clean, faults, rejected } = this.readRows(lines, header, judging);
    return this.parts.work.run(async () => {
      const { runs, data, rejected: rejectedRows } = this.parts;
      const known = await data.findMany(clean.map(({ personKey }) => personKey));
      const sorted = sortOut(clean, known, run.runNo);
      const { rows, sizes } = inBatches(sorted.periods, judging.today, run.batches);
      await data.enter(run.runNo, sorted.people, rows, known);
      for (const [index, records] of sizes.entries()) await runs.addBatch(run.runNo, run.batches + 1 + index, records);
      await rejectedRows.add(run.runNo, [...faults, ...sorted.rejected, ...sorted.duplicates]);
      const last = lines.at(-1);
      const next: IntakeRun = {
        ...run, position: last?.end ?? run.position, line: last?.line ?? run.line, batches: run.batches + sizes.length, rowsRead: run.rowsRead + lines.length,
        accepted: run.accepted + sorted.periods.length, known: run.known + sorted.known, duplicates: run.duplicates + sorted.duplicates.length,
        rejected: run.rejected + rejected + sorted.rejected.length,
      };
      if (!(await runs.advance(run, next))) throw new TakenInElsewhere();
      return next;
    });
  }

  private readRows(lines: readonly CsvLine[], header: Header, judging: Judging) {
    const clean: KeyedRow[] = [];
    const faults: FaultAtLine[] = [];
    for (const { line, cells, fault } of lines) {
      const row = fault === undefined ? readRow(cells, header, judging) : { faults: [{ field: 'row' as const, reason: fault, value: '' }] };
      if ('clean' in row) clean.push({ ...row.clean, line, personKey: this.parts.data.keyOf(row.clean) });
      else faults.push(...row.faults.map((each) => ({ ...each, line })));
    }
    return { clean, faults, rejected: lines.length - clean.length };
  }

  private finish(run: IntakeRun, { lines, bytes }: CsvScan): Promise<IntakeRun> {
    const { work, clock, runs, journal } = this.parts;
    const { digest, rowsRead, accepted, known, duplicates, rejected } = run;
    return work.run(async () => {
      const finished = { ...run, line: lines, position: bytes, loadedAt: clock.now() };
      if (!(await runs.advance(run, finished))) throw new TakenInElsewhere();
      const detail = { rowsRead, accepted, known, duplicates, rejected };
      await journal.append({ actor: 'operator', act: 'intake.load', subject: digest, outcome: 'done', detail });
      return finished;
    });
  }
}

/** Spreads rows over the batches in which they are reported (INT-153); those whose period is over are in none. */
function inBatches(rows: readonly KeyedRow[], today: string, before: number): { rows: BatchedRow[]; sizes: number[] } {
  const sizes: number[] = [];
  const batched = rows.map((row): BatchedRow => {
    if (!isInForce(row, today)) return { ...row, batch: 0 };
    if (sizes.length === 0 || sizes[sizes.length - 1] === MOST_RECORDS) sizes.push(0);
    sizes[sizes.length - 1] += 1;
    return { ...row, batch: before + sizes.length };
  });
  return { rows: batched, sizes };
}
