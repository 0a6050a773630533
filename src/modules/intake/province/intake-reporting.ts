import { Unreachable } from '../../../client/http-post.js';
import type { Clock } from '../../../kernel/clock.js';
import type { JournalStore } from '../../../kernel/journal/journal.store.js';
import type { PeerLink } from '../../../kernel/link/peer-link.js';
import type { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { sm3Hex } from '../../../crypto/sm3.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { NATIONAL } from '../../../registry/province/peer-names.js';
import type { BaseDataStore, BatchRecord } from './base-data.store.js';
import { nationalRefusals } from './intake-reasons.rules.js';
import type { IntakeRun, IntakeRunStore, ReportState } from './intake-run.store.js';
import type { FaultAtLine, RejectedRowStore } from './rejected-row.store.js';

type Answer = ShapeType<typeof transactions.reportInsuredBatch.output>;

export interface ReportingParts {
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly journal: JournalStore;
  readonly link: PeerLink;
  readonly runs: IntakeRunStore;
  readonly data: BaseDataStore;
  readonly rejected: RejectedRowStore;
  /** Waits before it asks a silent national tier again; false when it is not to be asked any more. */
  readonly wait: (attempt: number) => Promise<boolean>;
}

/**
 * Reports what was taken in of a file to the national tier (INT-153): one signed and encrypted request for each batch, always with the same content and the
 * same request id. The answer's numbers (INT-16) and refusals are kept together with the note that the batch is done, so that a killed process asks again
 * at most for one batch, which changes nothing at national.
 */
export class IntakeReporting {
  constructor(private readonly parts: ReportingParts) {}

  /** Reports every batch that is not reported yet; `onBatch` hears how far it is. Throws what the link throws when national stays silent or refuses. */
  async report(run: IntakeRun, onBatch: (state: ReportState) => void): Promise<ReportState> {
    const { runs, data } = this.parts;
    for (let batch = await runs.nextBatch(run); batch !== undefined; batch = await runs.nextBatch(run)) {
      const records = await data.batch(run.runNo, batch);
      await this.takeOver(run, batch, records, await this.ask(run, batch, records));
      onBatch(await runs.reportState(run));
    }
    return runs.reportState(run);
  }

  private async ask(run: IntakeRun, batch: number, records: readonly BatchRecord[]): Promise<Answer> {
    const input = { records: records.map(({ idType, idNo, userName, poolingArea, insuranceType }) => ({ idType, idNo, userName, poolingArea, insuranceType })) };
    // A file may be taken in again into a new database; that is another request.
    const requestId = sm3Hex('intake ', run.digest, ` ${run.startedAt} ${batch}`).slice(0, 32);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.parts.link.send(NATIONAL, transactions.reportInsuredBatch, input, requestId);
      } catch (error) {
        if (!(error instanceof Unreachable) || !(await this.parts.wait(attempt))) throw error;
      }
    }
  }

  private async takeOver(run: IntakeRun, batch: number, records: readonly BatchRecord[], { results }: Answer): Promise<void> {
    if (results.length !== records.length) throw new Error('national has answered another number of records than it was told');
    const { work, runs, data, rejected, clock } = this.parts;
    const refused = records.filter((_, index) => results[index].outcome === 'refused');
    await work.run(async () => {
      if (!(await runs.markReported(run, batch, refused.length, clock.now()))) return;
      await data.noteNumbers(records.flatMap(({ personNo }, index) => {
        const { credentialNumber } = results[index];
        return credentialNumber === undefined ? [] : [[personNo, credentialNumber] as const];
      }));
      for (const record of refused) await data.takeBack(record);
      await rejected.add(run.runNo, records.flatMap((record, index) => faultOf(record, results[index])));
      if ((await runs.nextBatch(run)) === undefined) await this.noteEnd(run);
    });
  }

  private async noteEnd(run: IntakeRun): Promise<void> {
    const { reported, refused } = await this.parts.runs.reportState(run);
    await this.parts.journal.append({ actor: 'operator', act: 'intake.report', subject: run.digest, outcome: 'done', detail: { reported, refused } });
  }
}

function faultOf(record: BatchRecord, { reason }: Answer['results'][number]): FaultAtLine[] {
  if (reason === undefined) return [];
  const field = nationalRefusals[reason];
  return [{ line: record.line, field, reason, value: field === 'idNo' || field === 'userName' ? record[field] : record.poolingArea }];
}
