import type { Clock } from '../../../kernel/clock.js';
import type { JournalStore } from '../../../kernel/journal/journal.store.js';
import type { PeerLink } from '../../../kernel/link/peer-link.js';
import type { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import type { DataProtection } from '../../../kernel/protection/data-protection.js';
import type { ProvinceCode } from '../../../protocol/identifiers.js';
import { BaseDataStore } from './base-data.store.js';
import { IntakeLoading, type OpenedFile } from './intake-loading.js';
import { IntakeReporting, type ReportingParts } from './intake-reporting.js';
import { IntakeRunStore, type IntakeRun, type ReportState } from './intake-run.store.js';
import { rejectedRowsFile } from './rejected-rows-file.js';
import { RejectedRowStore } from './rejected-row.store.js';

export interface IntakeParts extends Pick<ReportingParts, 'wait'> {
  readonly work: UnitOfWork;
  readonly protection: DataProtection;
  readonly clock: Clock;
  readonly journal: JournalStore;
  readonly link: PeerLink;
  readonly province: ProvinceCode;
}

/** 参保数据归集 (notice 二(二)): a file is read and cleaned into the base data of the province, then reported to the national tier. Every step may be repeated. */
export class Intake {
  private readonly runs: IntakeRunStore;
  private readonly data: BaseDataStore;
  private readonly rejected: RejectedRowStore;
  private readonly loading: IntakeLoading;
  private readonly reporting: IntakeReporting;

  constructor(parts: IntakeParts) {
    this.runs = new IntakeRunStore(parts.work);
    this.data = new BaseDataStore(parts.work, parts.protection);
    this.rejected = new RejectedRowStore(parts.work);
    const stores = { runs: this.runs, data: this.data, rejected: this.rejected };
    this.loading = new IntakeLoading({ ...parts, ...stores });
    this.reporting = new IntakeReporting({ ...parts, ...stores });
  }

  /** Throws `UnusableFile`. */
  open(path: string): Promise<OpenedFile> {
    return this.loading.open(path);
  }

  /** Reads what is left of a file. Throws `TakenInElsewhere`. */
  async load(file: OpenedFile, onStep: (run: IntakeRun) => void): Promise<IntakeRun> {
    return file.run.loadedAt === null ? this.loading.load(file, onStep) : file.run;
  }

  /** Reports what is not reported yet. Throws what the link throws. */
  report(run: IntakeRun, onBatch: (state: ReportState) => void): Promise<ReportState> {
    return this.reporting.report(run, onBatch);
  }

  reportState(run: IntakeRun): Promise<ReportState> {
    return this.runs.reportState(run);
  }

  /** How many rows of a file each pooling area has. */
  countByArea(run: IntakeRun): Promise<{ poolingArea: string; periods: number }[]> {
    return this.data.countByArea(run.runNo);
  }

  /** The file of rejected rows, piece by piece. */
  rejectedRows(run: IntakeRun): AsyncGenerator<string> {
    return rejectedRowsFile(this.rejected.pages(run.runNo));
  }
}
