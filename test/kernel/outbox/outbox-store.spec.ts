import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reasonOf } from '../../../src/kernel/outbox/outbox.store.js';
import { Pair } from './pair.js';

const DELIVERED = 100_000;
const DESTINATION = 'province:44'; // nobody delivers to it here
let pair: Pair;
beforeAll(async () => {
  pair = await Pair.start();
  await pair.sender.kernel.dataSource.query(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${DELIVERED})
     INSERT INTO outbox_entry (sequence, message_id, destination, subject, trans_type, payload, state, attempts, next_attempt_at, created_at, delivered_at)
     SELECT i, 'm' || i, '${DESTINATION}', 'one and the same subject', 'ec.sync.authorization', '1.sealed', 'delivered', 0, 1, 1, 2 FROM n`,
  );
  await pair.tell('a1 a2 b1', DESTINATION);
}, 60_000);
afterAll(() => pair.stop());

/** The statements an act sends, with how the database carries them out. */
async function plansOf(act: () => Promise<unknown>): Promise<string[]> {
  const { dataSource } = pair.sender.kernel;
  const sent = await pair.statementsOf(act);
  const plans: string[] = [];
  for (const [query, parameters] of sent.filter(([each]) => /^(SELECT|UPDATE)/.test(each))) {
    const steps = await dataSource.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${query}`, parameters);
    plans.push(steps.map((step) => step.detail).join(' · '));
  }
  return plans;
}

const medianMs = async (act: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let run = 0; run < 9; run += 1) {
    const before = performance.now();
    await act();
    times.push(performance.now() - before);
  }
  return times.toSorted((a, b) => a - b)[4];
};

describe('the outbox beside 100,000 delivered messages', () => {
  const outbox = () => pair.sender.kernel.outbox;
  const now = () => Date.now() + 1000;

  it('finds what is due, first in its line, by the indexes of what is undelivered', async () => {
    const due = await outbox().due(DESTINATION, now(), 16);
    expect(due.map((message) => message.sequence)).toEqual([DELIVERED + 1, DELIVERED + 3]);
    const plan = (await plansOf(() => outbox().due(DESTINATION, now(), 16))).find((each) => each.includes('before'));
    expect(plan).toMatch(/SEARCH entry USING INDEX ix_outbox_entry_due \(destination=\?\)/);
    expect(plan).toMatch(/SEARCH before USING INDEX ix_outbox_entry_order \(destination=\? AND subject=\? AND sequence<\?\)/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
    expect(await medianMs(() => outbox().due(DESTINATION, now(), 16))).toBeLessThan(100);
  });

  it.each([
    ['nextDue', () => outbox().nextDue(DESTINATION)],
    ['waitingDestinations', () => outbox().waitingDestinations()],
    ['backlog', () => outbox().backlog()],
    ['backlogs', () => outbox().backlogs()],
    ['stalled', () => outbox().stalled(50)],
    ['undelivered', () => outbox().undelivered(200)],
  ])('reads only what is undelivered for %s', async (_name, read) => {
    const plans = await plansOf(read);
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) {
      expect(plan).toMatch(/USING INDEX ix_outbox_entry_(due|order)/);
      expect(plan).not.toMatch(/SCAN (?!\w+ USING INDEX ix_outbox)/);
    }
    expect(await medianMs(read)).toBeLessThan(100);
  });

  it('appends without looking at the others', async () => {
    expect(await medianMs(() => pair.tell('c1', DESTINATION))).toBeLessThan(100);
  });

  it('says how many wait, how many are stalled, and since when', async () => {
    const { dataSource } = pair.sender.kernel;
    await dataSource.query(`UPDATE outbox_entry SET state = 'stalled', created_at = 5 WHERE sequence = ${DELIVERED + 1}`);
    expect(await outbox().backlog()).toMatchObject({ stalled: 1, oldest: 5 });
    expect(await outbox().backlogs()).toEqual([{ peer: DESTINATION, pending: expect.any(Number), stalled: 1, oldestAt: 5 }]);
    expect((await outbox().backlogs())[0].pending).toBe((await outbox().backlog()).pending);
    expect((await outbox().stalled(50)).map((line) => line.sequence)).toEqual([DELIVERED + 1]);
    expect(await outbox().nextDue(DESTINATION)).toBeLessThanOrEqual(Date.now());
    expect((await outbox().due(DESTINATION, now(), 16)).map((message) => message.sequence)).not.toContain(DELIVERED + 2);
    expect((await outbox().undelivered(1))[0]).toMatchObject({ sequence: DELIVERED + 1, state: 'stalled', destination: DESTINATION });
    expect(Object.keys((await outbox().undelivered(1))[0])).not.toContain('payload');
  });
});

describe('what a peer last said', () => {
  it('is shown cut, without numbers of persons and codes', () => {
    const lastError = `no benefits for 350203199001011239 with 4240000000000000000000350000 ${'x'.repeat(300)}`;
    const shown = reasonOf({ lastError }, 90);
    expect(shown).toHaveLength(90);
    expect(shown).toMatch(/^no benefits for 350\*+39 with 424\*+00 x/);
    expect(reasonOf({ lastError: null }, 90)).toBe('');
  });
});
