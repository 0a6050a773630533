import { openLog } from '../../../src/kernel/log.js';
import { systemIds } from '../../../src/kernel/ids.js';
import { JournalStore } from '../../../src/kernel/journal/journal.store.js';
import type { DatabasePlace } from '../../../src/kernel/persistence/database-place.js';
import { dataSourceOptions } from '../../../src/kernel/persistence/data-source-options.js';
import { kernelEntities } from '../../../src/kernel/persistence/kernel-entities.js';
import { openDataSource, type DataSource } from '../../../src/kernel/persistence/open-data-source.js';
import { UnitOfWork } from '../../../src/kernel/persistence/unit-of-work.js';
import { AnswerTally } from '../../../src/modules/statistics/answer-tally.js';
import { AnswerTallyStore } from '../../../src/modules/statistics/answer-tally.store.js';
import { Counting } from '../../../src/modules/statistics/counting.js';
import { CountingProgressStore } from '../../../src/modules/statistics/counting-progress.store.js';
import { FigureStore } from '../../../src/modules/statistics/figure.store.js';
import { ShownPersonStore } from '../../../src/modules/statistics/shown-person.store.js';
import { provinceTier } from '../../../src/tiers/province.tier.js';

/** A journal, a tally and who counts them, on the tables of a province, without anything else of a tier. */
export class CountingDesk {
  /** Stands still until a test moves it: noon of 1 March 2026 in China at first. */
  at = Date.parse('2026-03-01T12:00:00+08:00');
  readonly clock = { now: () => this.at };
  readonly work: UnitOfWork;
  readonly journal: JournalStore;
  readonly store: AnswerTallyStore;
  readonly tally: AnswerTally;
  readonly figures: FigureStore;
  readonly counting: Counting;

  private constructor(readonly dataSource: DataSource) {
    this.work = new UnitOfWork(dataSource);
    this.journal = new JournalStore(this.work, this.clock);
    this.store = new AnswerTallyStore(this.work, this.clock, systemIds(this.clock));
    this.tally = new AnswerTally(this.work, this.store);
    this.figures = new FigureStore(this.work);
    const log = openLog({ level: 'silent', tier: 'province:35', clock: this.clock, personalFields: new Set(), secretFields: new Set() });
    const settings = { source: '35' as const, countEveryMs: 86_400_000 };
    this.counting = new Counting(
      this.journal, this.store, new CountingProgressStore(this.work), this.figures, new ShownPersonStore(this.work), this.work, this.clock, log, settings,
    );
  }

  /** In memory unless a place is named. */
  static async open(place: DatabasePlace = { file: ':memory:' }): Promise<CountingDesk> {
    return new CountingDesk(await openDataSource(dataSourceOptions({
      ...place, entities: [...kernelEntities, ...provinceTier.entities], migrations: [...provinceTier.migrations],
    })));
  }

  /** All numbers there are, in order. */
  numbers(): Promise<object[]> {
    return this.dataSource.query<object[]>('SELECT * FROM figure_count ORDER BY 1, 2, 3, 4, 5, 6, 7, 8');
  }

  /** Forgets what was counted, not what happened. */
  async startsAnew(answers: readonly object[]): Promise<void> {
    for (const table of ['figure_count', 'figure_section', 'shown_person', 'tallied_answer']) await this.dataSource.query(`DELETE FROM ${table}`);
    await this.dataSource.query('UPDATE counting_progress SET journal_sequence = 0');
    for (const row of answers) {
      const names = Object.keys(row);
      await this.dataSource.query(`INSERT INTO tallied_answer (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, Object.values(row));
    }
  }
}
