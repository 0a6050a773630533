import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { IdempotencyRecordEntity } from '../../../src/kernel/idempotency/idempotency-record.entity.js';
import { OutboxEntryEntity } from '../../../src/kernel/outbox/outbox-entry.entity.js';
import { isUniqueViolation } from '../../../src/kernel/persistence/unique-violation.js';
import { openProbe } from './probe-database.js';

let dataSource: DataSource;
beforeAll(async () => { dataSource = await openProbe(); });
afterAll(() => dataSource.destroy());

async function drift(source: DataSource): Promise<string[]> {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

describe('tables and entities', () => {
  it('agree: the schema builder has nothing to do', async () => {
    expect(await drift(dataSource)).toEqual([]);
  });

  it.each([
    ['a missing index', 'DROP INDEX ix_outbox_entry_due'],
    ['a missing partial index', 'DROP INDEX uq_idempotency_record_signature'],
    ['an index that is no longer unique', 'DROP INDEX uq_data_key_purpose; CREATE INDEX uq_data_key_purpose ON data_key (purpose)'],
    ['a further column', 'ALTER TABLE journal_entry ADD COLUMN extra text'],
    ['a renamed column', 'ALTER TABLE data_key RENAME COLUMN wrapped TO sealed'],
    ['another length', 'ALTER TABLE journal_entry DROP COLUMN act; ALTER TABLE journal_entry ADD COLUMN act varchar(41) NOT NULL DEFAULT 0'],
    ['another type', 'ALTER TABLE outbox_entry DROP COLUMN attempts; ALTER TABLE outbox_entry ADD COLUMN attempts text NOT NULL DEFAULT 0'],
    ['a column that may be null', 'ALTER TABLE outbox_entry DROP COLUMN payload; ALTER TABLE outbox_entry ADD COLUMN payload text'],
  ])('a comparison that finds nothing could still find %s', async (_name, change) => {
    const changed = await openProbe();
    for (const statement of change.split('; ')) await changed.query(statement);
    expect((await drift(changed)).length).toBeGreaterThan(0);
    await changed.destroy();
  });

  it('use only column types that mean the same on SQLite and PostgreSQL', () => {
    const types = new Set(dataSource.entityMetadatas.flatMap((metadata) => metadata.columns.map((column) => column.type)));
    expect([...types].filter((type) => !['varchar', 'text', 'integer', 'bigint', 'boolean'].includes(String(type)))).toEqual([]);
  });
});

describe('idempotency_record', () => {
  const record = (caller: string, requestId: string, signatureHash: string | null) => dataSource.manager.insert(IdempotencyRecordEntity, {
    caller, requestId, signatureHash, bodyHash: 'b'.repeat(64), answer: '1.sealed', createdAt: 1, expiresAt: null,
  });
  const refused = (act: Promise<unknown>) => act.then(() => false, isUniqueViolation);

  it('holds one row for a caller and a request id, and one for a caller and a signature', async () => {
    await record('hospital', 'r1', 's1');
    expect(await refused(record('hospital', 'r1', 's2'))).toBe(true);
    expect(await refused(record('hospital', 'r2', 's1'))).toBe(true);
    expect(await refused(record('pharmacy', 'r1', 's1'))).toBe(false);
  });

  it('holds any number of rows without a signature', async () => {
    expect(await refused(record('terminal', 'r1', null))).toBe(false);
    expect(await refused(record('terminal', 'r2', null))).toBe(false);
  });
});

describe('outbox_entry', () => {
  const entry = (sequence: number, messageId: string) => dataSource.manager.insert(OutboxEntryEntity, {
    sequence, messageId, destination: 'national', subject: 'person 1', transType: 'x', payload: '1.sealed', state: 'pending' as const,
    attempts: 0, nextAttemptAt: 1763856000000, lastError: null, createdAt: 1763856000000, deliveredAt: null,
  });

  it('holds one row for a sequence and one for a message, and gives times back as numbers', async () => {
    await entry(1, 'm1');
    await expect(entry(1, 'm2')).rejects.toThrow(/UNIQUE/);
    await expect(entry(2, 'm1')).rejects.toThrow(/UNIQUE/);
    await entry(2, 'm2');
    expect(await dataSource.manager.findBy(OutboxEntryEntity, { nextAttemptAt: 1763856000000 })).toMatchObject([
      { sequence: 1, deliveredAt: null, createdAt: 1763856000000 }, { sequence: 2 },
    ]);
  });
});
