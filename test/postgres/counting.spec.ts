import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { gate, sleep } from '../kernel/persistence/probe-database.js';
import { CountingDesk } from '../modules/statistics/counting-desk.js';
import { createDatabase } from './scratch-databases.js';

/** Two processes of a province that both count. */
let desks: CountingDesk[];
beforeAll(async () => {
  const place = { url: await createDatabase(), poolSize: 4 };
  desks = [await CountingDesk.open(place), await CountingDesk.open(place)];
});
afterAll(() => Promise.all(desks.map(({ dataSource }) => dataSource.destroy())));

const decode = { actor: 'institution:H1', act: 'ec.query', outcome: 'done', detail: { businessType: '01301', channelNumber: 'A'.repeat(32) } };

it('what is counted is complete until the moment it names, also beside an act that another process has not committed yet', async () => {
  const [one, other] = desks;
  const [written, committing] = [gate(), gate()];
  const acting = one.work.run(async () => {
    await one.journal.append(decode);
    written.open();
    await committing.opened;
  });
  await written.opened;
  other.at += 1;
  const counting = other.counting.count(500);
  await sleep(200);
  committing.open();
  await acting;
  await counting;
  expect((await other.figures.sources()).map(({ countedUntil }) => countedUntil)).toEqual([other.at]);
  expect(await other.numbers()).not.toEqual([]);
});

it('two that count at the same time count every line once', async () => {
  const before = (await desks[0].numbers()).length;
  await Promise.all(desks.map(async ({ work, journal }) => {
    for (let n = 0; n < 20; n += 1) await work.run(() => journal.append(decode));
  }));
  await Promise.all(desks.map(({ counting }) => counting.round()));
  await desks[0].counting.round();
  const rows = await desks[0].dataSource.query<{ times: number }[]>("SELECT sum(times)::int AS times FROM figure_count WHERE figure = 'decode' AND channel_number <> ''");
  expect(before).toBeGreaterThan(0);
  expect(rows).toEqual([{ times: 41 }]);
});
