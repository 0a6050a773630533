import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pair } from '../kernel/outbox/pair.js';

const DELIVERED = 100_000;
const DESTINATION = 'province:44'; // nobody delivers to it here
let pair: Pair;
beforeAll(async () => {
  pair = await Pair.start();
  const { dataSource } = pair.sender.kernel;
  await dataSource.query(
    `INSERT INTO outbox_entry (sequence, message_id, destination, subject, trans_type, payload, state, attempts, next_attempt_at, created_at, delivered_at)
     SELECT i, 'm' || i, '${DESTINATION}', 'one and the same subject', 'ec.sync.authorization', '1.sealed', 'delivered', 0, 1, 1, 2
     FROM generate_series(1, ${DELIVERED}) AS i`,
  );
  await dataSource.query(
    `INSERT INTO journal_entry (sequence, at, actor, act, subject, outcome, detail, previous_hash, hash)
     SELECT i, 1, 'a', 'b', NULL, 'done', 'null', 'p', 'h' FROM generate_series((SELECT COALESCE(max(sequence), 0) + 1 FROM journal_entry), ${DELIVERED}) AS i`,
  );
  await dataSource.query(
    `INSERT INTO idempotency_record (caller, request_id, body_hash, signature_hash, answer, created_at, expires_at)
     SELECT 'c', 'r' || i, 'b', 's' || i, '1.sealed', 1, 4102444800000 + i FROM generate_series(1, ${DELIVERED}) AS i`,
  );
  await pair.tell('a1 a2 b1', DESTINATION);
  await dataSource.query('ANALYZE');
}, 60_000);
afterAll(() => pair.stop());

/** What an act asks the database, each statement with its plan. */
async function plansOf(act: () => Promise<unknown>): Promise<string[]> {
  const { dataSource } = pair.sender.kernel;
  const sent = await pair.statementsOf(act);
  const plans: string[] = [];
  for (const [query, parameters] of sent.filter(([each]) => /^(SELECT|UPDATE|DELETE)/.test(each) && !each.includes('pg_advisory'))) {
    const lines = await dataSource.query<Record<string, string>[]>(`EXPLAIN ${query}`, parameters);
    plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
  }
  return plans;
}

describe('beside 100,000 rows of the past, PostgreSQL reads by index alone', () => {
  const outbox = () => pair.sender.kernel.outbox;
  it.each<[string, () => Promise<unknown>]>([
    ['what is due', () => outbox().due(DESTINATION, Date.now() + 1000, 16)],
    ['when the next is due', () => outbox().nextDue(DESTINATION)],
    ['which destinations wait', () => outbox().waitingDestinations()],
    ['the backlogs', () => outbox().backlogs()],
    ['what is stalled', () => outbox().stalled(50)],
    ['what is undelivered', () => outbox().undelivered(200)],
    ['a message that is appended', () => pair.tell('c1', DESTINATION)],
    ['an entry of the journal', () => pair.sender.kernel.work.run(() => pair.sender.kernel.journal.append({ actor: 'a', act: 'b', outcome: 'done', detail: {} }))],
    ['a kept answer', () => pair.sender.kernel.idempotency.find({ caller: 'c', requestId: 'none', bodyHash: 'b', signatureHash: 'none' })],
    ['answers to be forgotten', () => pair.sender.kernel.work.run(() => pair.sender.kernel.idempotency.forgetExpired(Date.now()))],
  ])('%s', async (_what, act) => {
    const plans = await plansOf(act);
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) expect(plan).not.toContain('Seq Scan');
  });
});
