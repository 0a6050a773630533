import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { chinaDate, chinaTimestamp, CLOCK, type Clock } from '../../kernel/clock.js';
import type { ChainedEntry } from '../../kernel/journal/journal-chain.js';
import { JournalStore } from '../../kernel/journal/journal.store.js';
import { LOG, type Log } from '../../kernel/log.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { Rounds } from '../../kernel/rounds.js';
import { AnswerTallyStore } from './answer-tally.store.js';
import { CountingProgressStore } from './counting-progress.store.js';
import { FigureStore } from './figure.store.js';
import { countsOf, MOST_CODES_OF_ONE_PERSON, overShown, type Count, type Occurrence, type Setting } from './figures.rules.js';
import { ShownPersonStore } from './shown-person.store.js';
import { STATISTICS_SETTINGS, type StatisticsSettings } from './statistics-settings.js';
import type { TalliedAnswerEntity } from './tallied-answer.entity.js';

/** So many lines are counted in one unit of work; more would keep every other writer waiting. */
const PORTION = 100;
const DAY_MS = 86_400_000;

/** Codes of one person that one channel has shown on one day. */
interface Showing {
  readonly display: Count;
  readonly person: string;
  readonly codes: number;
}

/** What one portion counts. */
interface Portion {
  readonly entries: readonly ChainedEntry[];
  readonly answers: readonly TalliedAnswerEntity[];
}

/** Another process of this tier has counted what was to be counted here. */
class CountedMeanwhile extends Error {}

/**
 * 报表统计 (5.2.1): counts the journal, which is written in the unit of work of every act, and the tally of the other answers, behind the back of whoever
 * is served. How far the journal is counted is written with the counts, and what is taken from the tally is taken with them: whenever the process ends,
 * every line is counted once.
 */
@Injectable()
export class Counting implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly journal: JournalStore, private readonly tally: AnswerTallyStore, private readonly progress: CountingProgressStore,
    private readonly figures: FigureStore, private readonly shown: ShownPersonStore, private readonly work: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(LOG) private readonly log: Log,
    @Inject(STATISTICS_SETTINGS) private readonly settings: StatisticsSettings,
  ) {
    this.rounds = new Rounds(() => this.round(), settings.countEveryMs);
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** Counts everything there is. */
  async round(): Promise<void> {
    try {
      while (await this.count(PORTION));
    } catch (error) {
      if (error instanceof CountedMeanwhile) return;
      this.log.error({ error }, 'counting failed; trying again');
    }
  }

  /** Counts up to `most` lines of each kind; false when there are no more. */
  async count(most: number): Promise<boolean> {
    const began = await this.momentAfterOpenUnits();
    const from = await this.progress.find();
    const portion = { entries: await this.journal.entriesAfter(from, most), answers: await this.tally.oldest(most) };
    const more = portion.entries.length === most || portion.answers.length === most;
    await this.work.run(async () => {
      await this.take(from, portion);
      await this.figures.add(this.settings.source, [...this.countsOf(portion), ...(await this.personsShownTooOften(portion))]);
      if (!more) await this.figures.completeUntil(this.settings.source, began);
    });
    return more;
  }

  /** Every act before it is committed: the turn was ours, and whoever had it before us, here or in another process of this tier, was done. */
  private momentAfterOpenUnits(): Promise<number> {
    return this.work.run(() => Promise.resolve(this.clock.now()));
  }

  /** What another counter of this tier has counted meanwhile is not counted again: its portion fails as a whole. */
  private async take(from: number, { entries, answers }: Portion): Promise<void> {
    const moved = await this.progress.advance(from, entries.at(-1)?.sequence ?? from);
    if (!moved || !(await this.tally.remove(answers))) throw new CountedMeanwhile();
  }

  private countsOf({ entries, answers }: Portion): Count[] {
    const ofEntries = entries.flatMap((entry) => countsOf(journaled(entry), this.settingAt(entry.at)));
    return [...ofEntries, ...answers.flatMap((answer) => countsOf(tallied(answer), this.settingAt(answer.at)))];
  }

  /** In the open unit of work. */
  private async personsShownTooOften({ entries }: Portion): Promise<Count[]> {
    const counts: Count[] = [];
    for (const { display, person, codes } of this.displaysIn(entries)) {
      const { day, channelNumber } = display;
      const now = await this.shown.add({ day, channelNumber, person, codes });
      if (now > MOST_CODES_OF_ONE_PERSON && now - codes <= MOST_CODES_OF_ONE_PERSON) counts.push(overShown(display));
    }
    // The journal stands in the order of time: of days so far behind nothing more will come.
    const [last] = entries.slice(-1);
    if (last !== undefined) await this.shown.forgetBefore(chinaDate(last.at - 2 * DAY_MS));
    return counts;
  }

  /** How many codes of each person each channel has shown; what an institution shows for somebody who stands there is nobody's concern. */
  private displaysIn(entries: readonly ChainedEntry[]): Showing[] {
    const showings = new Map<string, Showing>();
    for (const entry of entries) {
      const display = countsOf(journaled(entry), this.settingAt(entry.at)).find(({ figure }) => figure === 'display');
      if (display === undefined || display.channelNumber === '' || entry.subject === null) continue;
      const key = [display.day, display.channelNumber, entry.subject].join(' ');
      showings.set(key, { display, person: entry.subject, codes: (showings.get(key)?.codes ?? 0) + 1 });
    }
    return [...showings.values()];
  }

  private settingAt(at: number): Setting {
    return { day: chinaDate(at), night: chinaTimestamp(at).slice(8, 10) < '05', source: this.settings.source };
  }
}

const NUMBER = /^-?\d+$/;

/** A step is no answer yet; what was resumed answers nobody. */
function journaled({ actor, act, outcome, detail }: ChainedEntry): Occurrence {
  const code = outcome === 'done' ? 0 : NUMBER.test(outcome) ? Number(outcome) : undefined;
  const facts = (JSON.parse(detail) ?? {}) as Occurrence['facts'];
  return { actor, transType: act, act: outcome === 'done' || outcome === 'resumed', code, facts, times: 1 };
}

function tallied({ actor, transType, returnCode, facts, times }: TalliedAnswerEntity): Occurrence {
  return { actor, transType, act: false, code: returnCode, facts: JSON.parse(facts) as Occurrence['facts'], times };
}
