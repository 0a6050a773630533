import type { QueryRunner } from 'typeorm';
import { bigint, index, key, table, text, unique, varchar } from '../../kernel/persistence/table-columns.js';

const AUTHORIZATIONS = 'channel_authorization';
const PAIR = ['channel_number', 'credential_number'];

const tables = () => [
  table('former_identity', [key(varchar('credential_number', 64)), key(bigint('superseded_at')), varchar('person_id', 36), text('identity')]),
  table('sync_lag', [
    key(varchar('message_id', 36)), varchar('destination', 40), varchar('trans_type', 40), bigint('caused_at'), bigint('effective_at'),
  ], [index('ix_sync_lag_effective', ['effective_at'])]),
];

/** For both tiers: revoked authorizations and former identities stay, and the lag of each synchronisation is kept. */
export async function addAuthorizationHistory(runner: QueryRunner): Promise<void> {
  await runner.dropIndex(AUTHORIZATIONS, 'uq_channel_authorization_pair');
  await runner.createIndex(AUTHORIZATIONS, unique('uq_channel_authorization_live', PAIR, `"state" <> 'revoked'`));
  await runner.createIndex(AUTHORIZATIONS, index('ix_channel_authorization_credential', ['credential_number']));
  for (const each of tables()) await runner.createTable(each);
}

/** Fails where a pair has several authorizations by now: the former schema cannot hold them. */
export async function removeAuthorizationHistory(runner: QueryRunner): Promise<void> {
  for (const each of tables().toReversed()) await runner.dropTable(each);
  await runner.dropIndex(AUTHORIZATIONS, 'ix_channel_authorization_credential');
  await runner.dropIndex(AUTHORIZATIONS, 'uq_channel_authorization_live');
  await runner.createIndex(AUTHORIZATIONS, unique('uq_channel_authorization_pair', PAIR));
}
