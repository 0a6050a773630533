import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TalliedAnswer } from '../../../src/modules/statistics/answer-tally.store.js';
import { merged, MOST_CODES_OF_ONE_PERSON, type Count } from '../../../src/modules/statistics/figures.rules.js';
import type { JournalFact } from '../../../src/kernel/journal/journal.store.js';
import { CountingDesk } from './counting-desk.js';

const HOUR = 3_600_000;
const channels = ['A'.repeat(32), 'B'.repeat(32)];

/** Something that happens, some time after what happened before. */
interface Event {
  readonly afterMs: number;
  readonly line: JournalFact | TalliedAnswer;
}

const channel = fc.constantFrom(...channels);
const businessType = fc.constantFrom('01101', '01301', '02121');
const outcome = fc.constantFrom('done', 'done', 'done', 'step', '500004', '500023');
const fen = fc.integer({ min: 0, max: 1_000_000_00 });

const display = fc.tuple(channel, fc.constantFrom('person 1', 'person 2'), fc.constantFrom(0, 1, 1)).map(([number, subject, codes]): JournalFact => (
  { actor: `channel:${number}`, act: 'ec.qrcode.issue', subject, outcome: 'done', detail: { codes } }
));
const decode = fc.tuple(channel, businessType, outcome).map(([channelNumber, type, ended]): JournalFact => (
  { actor: 'institution:H1', act: 'ec.query', outcome: ended, detail: { businessType: type, ...(ended === 'done' && { channelNumber }) } }
));
const settlement = fc.record({
  channelNumber: channel, type: businessType, total: fen, settled: fc.constantFrom(0, 1), ended: fc.constantFrom('done', 'resumed'),
  role: fc.constantFrom('business', 'insured'),
}).map(({ channelNumber, type, total, settled, ended, role }): JournalFact => ({
    actor: ended === 'resumed' ? 'province:35' : 'institution:H1', act: 'ec.settle', outcome: ended,
    detail: { role, channelNumber, businessType: type, totalFen: total, fundFen: total, personalAccountFen: 0, cashFen: 0, settled },
  }));
const answer = fc.record({
  number: channel, returnCode: fc.constantFrom(0, -2, 500049), transType: fc.constantFrom('ec.verify', 'ec.query'), times: fc.integer({ min: 1, max: 9 }),
}).map(({ number, returnCode, transType, times }): TalliedAnswer => (
  { actor: 'institution:H1', transType, returnCode, facts: JSON.stringify({ channelNumber: number }), times }
));
const other = fc.constantFrom<JournalFact>(
  { actor: 'user:somebody', act: 'management.channel.suspend', outcome: 'done', detail: null },
  { actor: 'national', act: 'ec.sync.channel', outcome: 'done', detail: {} },
);
const history = fc.array(fc.record({
  afterMs: fc.constantFrom(0, 1, 1_000, HOUR, 5 * HOUR), line: fc.oneof(display, decode, settlement, answer, other),
}), { minLength: 1, maxLength: 60 });

let desk: CountingDesk;
beforeAll(async () => { desk = await CountingDesk.open(); });
afterAll(() => desk.dataSource.destroy());

function writes(line: Event['line']): Promise<void> {
  return desk.work.run(() => ('act' in line ? desk.journal.append(line) : desk.store.append([line])));
}

async function happens(events: readonly Event[]): Promise<object[]> {
  await desk.dataSource.query('DELETE FROM journal_entry');
  await desk.startsAnew([]);
  for (const { afterMs, line } of events) {
    desk.at += afterMs;
    await writes(line);
  }
  return desk.dataSource.query<object[]>('SELECT * FROM tallied_answer');
}

/** Counts in portions of these sizes, over and over, until nothing is left. */
async function countsIn(portions: readonly number[]): Promise<object[]> {
  for (let n = 0; await desk.counting.count(portions[n % portions.length] ?? 1); n += 1);
  return desk.numbers();
}

describe('counting', () => {
  it('comes to the same numbers in whatever portions the journal is taken', async () => {
    await fc.assert(fc.asyncProperty(history, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }), async (events, portions) => {
      const answers = await happens(events);
      const atOnce = await countsIn([1_000]);
      await desk.startsAnew(answers);
      expect(await countsIn(portions)).toEqual(atOnce);
      await desk.counting.round();
      expect(await desk.numbers()).toEqual(atOnce);
    }), { numRuns: 40 });
  }, 60_000);

  it('finds a person whose codes are shown too often once, also where that comes about in the middle of a portion', async () => {
    const shown = Array.from({ length: MOST_CODES_OF_ONE_PERSON + 30 }, (): Event => ({
      afterMs: 1, line: { actor: `channel:${channels[0]}`, act: 'ec.qrcode.issue', subject: 'one person', outcome: 'done', detail: { codes: 1 } },
    }));
    const answers = await happens(shown);
    for (const portions of [[1_000], [7], [MOST_CODES_OF_ONE_PERSON], [MOST_CODES_OF_ONE_PERSON + 1], [1]]) {
      await desk.startsAnew(answers);
      expect(await countsIn(portions)).toContainEqual(expect.objectContaining({ figure: 'over-shown', channel_number: channels[0], times: 1 }));
    }
    await desk.startsAnew(await happens(shown.slice(0, MOST_CODES_OF_ONE_PERSON)));
    expect(await countsIn([7])).not.toContainEqual(expect.objectContaining({ figure: 'over-shown' }));
  });

  it('puts what happened before midnight in China on the day before', async () => {
    const done: JournalFact = { actor: 'institution:H1', act: 'ec.settle', outcome: 'done', detail: { settled: 1, totalFen: 1, role: 'business' } };
    desk.at = Date.parse('2026-03-01T23:59:59.999+08:00');
    await happens([{ afterMs: 0, line: done }, { afterMs: 1, line: done }, { afterMs: 1, line: done }]);
    const numbers = await countsIn([2]) as { day: string; figure: string; times: number; total_fen: number }[];
    const settled = numbers.filter(({ figure }) => figure === 'settlement').map(({ day, times, total_fen: total }) => [day, times, total]);
    expect(settled).toEqual([['2026-03-01', 1, 1], ['2026-03-02', 2, 2]]);
  });

  it('counts a portion that another counter has taken not again', async () => {
    const done: JournalFact = { actor: 'institution:H1', act: 'ec.settle', outcome: 'done', detail: { settled: 1, totalFen: 1, role: 'business' } };
    await happens(Array.from({ length: 20 }, () => ({ afterMs: 1, line: done })));
    const counters = await Promise.allSettled(Array.from({ length: 4 }, () => desk.counting.count(5)));
    expect(counters.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await desk.counting.round();
    expect(await desk.numbers()).toContainEqual(expect.objectContaining({ figure: 'settlement', times: 20, total_fen: 20 }));
  });
});

describe('the tally of answers', () => {
  const refused = (name: string) => (
    desk.tally.witness({ caller: { kind: 'institution', name } as never, transType: 'ec.verify', code: 501001, facts: {} })
  );

  it('writes what is decided while the writer is busy in one unit of work, equal answers in one row', async () => {
    await desk.startsAnew([]);
    let free: () => void = () => undefined;
    const freed = new Promise<void>((resolve) => { free = resolve; });
    const busy = desk.work.run(() => freed);
    const answers = [...Array.from({ length: 30 }, () => refused('institution:H1')), ...Array.from({ length: 5 }, () => refused('institution:H2'))];
    free();
    await Promise.all([busy, ...answers]);
    const written = await desk.dataSource.query<object[]>('SELECT actor, times FROM tallied_answer ORDER BY actor');
    expect(written).toEqual([{ actor: 'institution:H1', times: 30 }, { actor: 'institution:H2', times: 5 }]);
  });

  it('tells whoever waits that nothing was written, and writes again afterwards', async () => {
    await desk.startsAnew([]);
    await desk.dataSource.query('ALTER TABLE tallied_answer RENAME TO gone');
    await expect(refused('institution:H1')).rejects.toThrow('no such table');
    await desk.dataSource.query('ALTER TABLE gone RENAME TO tallied_answer');
    await refused('institution:H1');
    expect(await desk.store.oldest(10)).toMatchObject([{ actor: 'institution:H1', returnCode: 501001, times: 1 }]);
  });

  it('does not count what peers are answered among each other', async () => {
    await desk.startsAnew([]);
    await desk.tally.witness({ caller: { kind: 'province', name: 'province:44' } as never, transType: 'ec.exchange.settle', code: 0, facts: {} });
    expect(await desk.store.oldest(10)).toEqual([]);
  });
});

describe('sums', () => {
  it('are the same in whatever order and groups they are added', () => {
    const count = fc.record({
      day: fc.constantFrom('2026-03-01', '2026-03-02'), channelNumber: fc.constantFrom('', 'A'), transType: fc.constant('ec.settle'),
      figure: fc.constantFrom('settlement', 'refusal'), province: fc.constantFrom('35', '44'), businessType: fc.constantFrom('', '01301'),
      returnCode: fc.constantFrom(0, -2),
      times: fc.nat(100), totalFen: fen, fundFen: fen, personalAccountFen: fen, cashFen: fen,
    });
    const written = ({ times, totalFen, fundFen, personalAccountFen, cashFen, ...key }: Count): string => (
      JSON.stringify([...Object.values(key), times, totalFen, fundFen, personalAccountFen, cashFen])
    );
    const sorted = (counts: readonly Count[]): string[] => counts.map(written).sort();
    fc.assert(fc.property(fc.array(count), fc.nat(), (counts, cut) => {
      const at = counts.length === 0 ? 0 : cut % counts.length;
      const [first, second] = [merged(counts.slice(0, at)), merged(counts.slice(at))];
      expect(sorted(merged([...second, ...first]))).toEqual(sorted(merged(counts)));
    }));
  });
});
