import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOG, type Log } from '../../../kernel/log.js';
import { OutboxStore } from '../../../kernel/outbox/outbox.store.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { Rounds } from '../../../kernel/rounds.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { MOST_COUNTS, type ReportedSection } from '../../../protocol/transactions/report-statistics.js';
import { NATIONAL } from '../../../registry/province/peer-names.js';
import { FigureStore, type Section } from '../figure.store.js';
import { REPORT_SETTINGS, type ReportSettings } from './report-settings.js';

/** So that sections that hardly hold anything do not make a long report either. */
const MOST_SECTIONS = 500;

/**
 * 统计上报 (5.2.1): a province tells national its numbers of the day, whole sections under their revision, through the outbox. What is on its way is noted
 * in the same unit of work.
 */
@Injectable()
export class StatisticsReporting implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly figures: FigureStore, private readonly outbox: OutboxStore, private readonly work: UnitOfWork, @Inject(LOG) private readonly log: Log,
    @Inject(REPORT_SETTINGS) private readonly settings: ReportSettings,
  ) {
    this.rounds = new Rounds(() => this.round(), settings.reportEveryMs);
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** Reports everything that has changed since it was reported; where nothing has, until when that is so. While a report waits for national, none is added. */
  async round(): Promise<void> {
    try {
      if (await this.outbox.hasUndelivered(NATIONAL, transactions.reportStatistics)) return;
      while (await this.work.run(() => this.report()));
    } catch (error) {
      this.log.error({ error }, 'reporting statistics failed; trying again');
    }
  }

  /** Puts one report on its way, in the open unit of work; false when there is no more to tell. */
  private async report(): Promise<boolean> {
    const { source } = this.settings;
    const changed = await this.figures.unreported(source, MOST_SECTIONS);
    const sections = asManyAsTravel(changed);
    const more = sections.length < changed.length || changed.length === MOST_SECTIONS;
    const countedUntil = more ? undefined : (await this.figures.sources()).find((each) => each.source === source)?.countedUntil;
    await this.outbox.append(NATIONAL, 'statistics', transactions.reportStatistics, { sections: sections.map(reported), countedUntil });
    await this.figures.markReported(source, sections);
    return more;
  }
}

/** The first sections, as many as one report holds. A section alone always fits: it has a number for each figure, business type and return code. */
function asManyAsTravel(sections: readonly Section[]): Section[] {
  let counts = 0;
  const end = sections.findIndex((section) => (counts += section.counts.length) > MOST_COUNTS);
  return end === -1 ? [...sections] : sections.slice(0, Math.max(1, end));
}

function reported({ day, channelNumber, transType, revision, counts }: Section): ReportedSection {
  return {
    day, channelNumber: channelNumber || undefined, transType: transType || undefined, revision,
    counts: counts.map(({ figure, businessType, returnCode, times, totalFen, fundFen, personalAccountFen, cashFen }) => (
      { figure, businessType: businessType || undefined, returnCode, times, totalFen, fundFen, personalAccountFen, cashFen }
    )),
  };
}
