import { Table, TableIndex, type TableColumnOptions } from 'typeorm';

const UNDELIVERED = `"state" <> 'delivered'`;

/**
 * The kernel's own tables, for the migrations of the tiers. Each agrees with the entity named beside it; a test compares them.
 * Only column types that mean the same on SQLite and PostgreSQL are used; times are epoch milliseconds, numbers are assigned by us.
 *
 * A migration is history: once a tier has been released with one of these tables, a change here needs a further migration there.
 */
export function kernelTables(): Table[] {
  return [dataKeyTable(), journalTable(), idempotencyTable(), outboxTable()];
}

/** `protection/data-key.entity.ts` */
export function dataKeyTable(): Table {
  return new Table({
    name: 'data_key',
    columns: [key(varchar('id', 36)), varchar('purpose', 40), text('wrapped'), bigint('created_at')],
    indices: [unique('uq_data_key_purpose', ['purpose'])],
  });
}

/** `journal/journal-entry.entity.ts` */
export function journalTable(): Table {
  return new Table({
    name: 'journal_entry',
    columns: [
      key(bigint('sequence')),
      bigint('at'),
      varchar('actor', 128),
      varchar('act', 40),
      nullable(varchar('subject', 128)),
      varchar('outcome', 40),
      text('detail'),
      varchar('previous_hash', 64),
      varchar('hash', 64),
    ],
  });
}

/**
 * `../idempotency/idempotency-record.entity.ts`
 *
 * The same signature must not be answered twice under two request ids; records without a signature (the unsigned terminal profile)
 * are left out of that rule, hence the partial index.
 */
export function idempotencyTable(): Table {
  return new Table({
    name: 'idempotency_record',
    columns: [
      key(varchar('caller', 80)),
      key(varchar('request_id', 128)),
      varchar('body_hash', 64),
      nullable(varchar('signature_hash', 64)),
      text('answer'),
      bigint('created_at'),
      nullable(bigint('expires_at')),
    ],
    indices: [
      unique('uq_idempotency_record_signature', ['caller', 'signature_hash'], '"signature_hash" IS NOT NULL'),
      index('ix_idempotency_record_expiry', ['expires_at']),
    ],
  });
}

/**
 * `../outbox/outbox-entry.entity.ts`
 *
 * `sequence` is assigned by us inside the unit of work (the highest so far plus one), not by the database. Units run one after the
 * other and own the file's write lock from their beginning, so the numbers stand in the order of commit. An auto-increment would
 * not give that on PostgreSQL, which hands the number out at the insert and lets the later number commit first; and TypeORM's
 * generated bigint keys are a different type on each of the two.
 *
 * The indexes hold what is not delivered yet, so that years of delivered messages cost the delivery nothing.
 */
export function outboxTable(): Table {
  return new Table({
    name: 'outbox_entry',
    columns: [
      key(bigint('sequence')),
      varchar('message_id', 36),
      varchar('destination', 40),
      varchar('subject', 80),
      varchar('trans_type', 40),
      text('payload'),
      varchar('state', 12),
      { name: 'attempts', type: 'integer' },
      bigint('next_attempt_at'),
      nullable(text('last_error')),
      bigint('created_at'),
      nullable(bigint('delivered_at')),
    ],
    indices: [
      unique('uq_outbox_entry_message', ['message_id']),
      index('ix_outbox_entry_due', ['destination', 'sequence'], UNDELIVERED),
      index('ix_outbox_entry_order', ['destination', 'subject', 'sequence'], UNDELIVERED),
    ],
  });
}

function varchar(name: string, length: number): TableColumnOptions {
  return { name, type: 'varchar', length: String(length) };
}

function text(name: string): TableColumnOptions {
  return { name, type: 'text' };
}

function bigint(name: string): TableColumnOptions {
  return { name, type: 'bigint' };
}

function key(column: TableColumnOptions): TableColumnOptions {
  return { ...column, isPrimary: true };
}

function nullable(column: TableColumnOptions): TableColumnOptions {
  return { ...column, isNullable: true };
}

function index(name: string, columnNames: string[], where?: string): TableIndex {
  return new TableIndex({ name, columnNames, ...(where ? { where } : {}) });
}

function unique(name: string, columnNames: string[], where?: string): TableIndex {
  return new TableIndex({ name, columnNames, isUnique: true, ...(where ? { where } : {}) });
}
