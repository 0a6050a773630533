import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { IntakeBatchEntity } from './intake-batch.entity.js';
import { IntakeRunEntity } from './intake-run.entity.js';

/** One file and how far its intake has come. */
export type IntakeRun = Readonly<IntakeRunEntity>;

/** How far the reports of one file have come. */
export interface ReportState {
  /** Batches that national has answered, and how many there are. */
  readonly batchesDone: number;
  readonly batches: number;
  /** Persons of the answered batches that national has, of all that are to be reported, and refused by it. */
  readonly reported: number;
  readonly toReport: number;
  readonly refused: number;
}

/** Files that are taken in (INT-154), and the batches in which they are reported. */
export class IntakeRunStore {
  constructor(private readonly work: UnitOfWork) {}

  async find(digest: string): Promise<IntakeRun | undefined> {
    return (await this.work.reader().getRepository(IntakeRunEntity).findOneBy({ digest })) ?? undefined;
  }

  /** Begins with a file. In the open unit of work. */
  async begin(begun: Pick<IntakeRun, 'digest' | 'startedAt' | 'day' | 'position' | 'line'>): Promise<IntakeRun> {
    const rows = this.work.writer().getRepository(IntakeRunEntity);
    const runNo = ((await rows.maximum('runNo')) ?? 0) + 1;
    const run = { runNo, ...begun, batches: 0, rowsRead: 0, accepted: 0, known: 0, duplicates: 0, rejected: 0, loadedAt: null };
    await rows.insert(run);
    return run;
  }

  /** Notes how far it has come; false when another process has gone on with this file meanwhile. In the open unit of work, to be rolled back then. */
  async advance({ runNo, line }: IntakeRun, to: IntakeRun): Promise<boolean> {
    const moved = await this.work.writer().getRepository(IntakeRunEntity).update({ runNo, line }, to);
    return moved.affected === 1;
  }

  /** Notes a batch that is to be reported. In the open unit of work. */
  async addBatch(runNo: number, batch: number, records: number): Promise<void> {
    await this.work.writer().getRepository(IntakeBatchEntity).insert({ runNo, batch, records, refused: 0, reportedAt: null });
  }

  /** The first batch that is not reported yet. */
  async nextBatch({ runNo }: IntakeRun): Promise<number | undefined> {
    const [next] = await this.work.reader().getRepository(IntakeBatchEntity).createQueryBuilder('batch')
      .where({ runNo }).andWhere('batch.reportedAt IS NULL').orderBy('batch.batch').limit(1).getMany();
    return next?.batch;
  }

  /** Notes that national has answered; false when it was noted before. In the open unit of work. */
  async markReported({ runNo }: IntakeRun, batch: number, refused: number, reportedAt: number): Promise<boolean> {
    const marked = await this.work.writer().getRepository(IntakeBatchEntity).createQueryBuilder()
      .update({ refused, reportedAt }).where({ runNo, batch }).andWhere('reported_at IS NULL').execute();
    return marked.affected === 1;
  }

  async reportState({ runNo }: IntakeRun): Promise<ReportState> {
    const sums = await this.work.reader().getRepository(IntakeBatchEntity).createQueryBuilder('batch')
      .select('COUNT(*)', 'batches').addSelect('COUNT(batch.reportedAt)', 'batchesDone').addSelect('COALESCE(SUM(batch.records), 0)', 'toReport')
      .addSelect('COALESCE(SUM(batch.refused), 0)', 'refused')
      .addSelect('COALESCE(SUM(CASE WHEN batch.reportedAt IS NULL THEN 0 ELSE batch.records - batch.refused END), 0)', 'reported')
      .where({ runNo }).getRawOne<Record<keyof ReportState, number | string>>();
    const number = (name: keyof ReportState): number => Number(sums?.[name] ?? 0);
    return {
      batchesDone: number('batchesDone'), batches: number('batches'), reported: number('reported'), toReport: number('toReport'), refused: number('refused'),
    };
  }
}
