import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, index, integer, key, nullable, table, text, unique, varchar } from '../../kernel/persistence/table-columns.js';

const tables = () => [
  table('management_user', [
    key(varchar('user_id', 36)), varchar('name', 40), text('display_name'), varchar('scope', 16), varchar('roles', 120), varchar('standing', 10),
    varchar('password_hash', 200), varchar('password_origin', 10), bigint('changed_at'),
  ], [unique('uq_management_user_name', ['name'])]),
  table('management_session', [key(varchar('token_index', 64)), varchar('user_id', 36), bigint('last_used_at'), bigint('expires_at')], [
    index('ix_management_session_user', ['user_id']),
  ]),
  table('login_attempts', [key(varchar('name_index', 64)), integer('attempts'), bigint('last_at'), bigint('locked_until')]),
  table('channel_application', [
    key(varchar('application_id', 36)), varchar('division', 6), varchar('state', 10), text('form'), bigint('changed_at'),
  ], [index('ix_channel_application_division', ['division'])]),
  table('channel_application_row', [
    key(varchar('application_id', 36)), key(integer('row_no')), varchar('division', 6), varchar('credit_code', 18), integer('local_agreement'),
    nullable(varchar('channel_number', 32)), nullable(varchar('app_id', 32)),
  ], [
    index('ix_channel_application_row_provider', ['credit_code']),
    unique('uq_channel_application_row_channel', ['channel_number'], '"channel_number" IS NOT NULL'),
  ]),
  table('channel_application_step', [
    key(varchar('application_id', 36)), key(integer('step_no')), varchar('act', 10), varchar('user_name', 40), bigint('at'), text('note'),
  ]),
  table('cooperation_agreement', [
    key(varchar('agreement_id', 36)), varchar('kind', 10), varchar('credit_code', 18), varchar('division', 6), varchar('application_id', 36),
    varchar('title', 100), text('signatories'), varchar('signed_on', 10), bigint('valid_from'), nullable(bigint('valid_until')),
    nullable(bigint('ended_at')), varchar('media_type', 40), integer('size'), varchar('digest', 64), varchar('filed_by', 40), bigint('filed_at'),
  ], [index('ix_cooperation_agreement_provider', ['credit_code', 'kind'])]),
  table('agreement_document', [key(varchar('agreement_id', 36)), text('content')]),
  table('key_handover', [
    key(varchar('app_id', 32)), varchar('channel_number', 32), nullable(bigint('shown_at')), nullable(varchar('shown_to', 40)),
  ], [index('ix_key_handover_channel', ['channel_number'])]),
];

/** The management centre: users, sessions, access applications, cooperation agreements, handed-over keys. */
export class NationalManagementCentre1790000200001 implements MigrationInterface {
  readonly name = 'NationalManagementCentre1790000200001';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
  }
}
