import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, index, integer, key, nullable, table, text, varchar } from '../../kernel/persistence/table-columns.js';
import { addAuthorizationHistory, removeAuthorizationHistory } from './authorization-history.js';

const tables = () => [
  table('credential_replica', [key(varchar('credential_number', 64)), key(varchar('province', 2)), bigint('since')]),
  table('person_mobile', [
    key(varchar('person_id', 36)), varchar('mobile_index', 64), text('mobile'), bigint('bound_at'),
  ], [index('ix_person_mobile_index', ['mobile_index'])]),
  table('failed_attempt', [
    key(varchar('credential_number', 64)), key(varchar('kind', 12)), integer('failures'), nullable(bigint('locked_until')),
  ]),
  table('sms_code', [
    key(varchar('id', 32)), varchar('sms_type', 20), varchar('subject_index', 64), varchar('mobile_index', 64), varchar('code_index', 64),
    bigint('sent_at'), bigint('expires_at'), integer('failures'), nullable(bigint('used_at')),
  ], [index('ix_sms_code_subject', ['subject_index', 'sent_at']), index('ix_sms_code_mobile', ['mobile_index', 'sent_at'])]),
];

/** Lock-out, short-message codes, who holds copies of a credential, and what stays of former identities and authorizations. */
export class NationalAuthorization1790000100001 implements MigrationInterface {
  readonly name = 'NationalAuthorization1790000100001';

  async up(runner: QueryRunner): Promise<void> {
    await addAuthorizationHistory(runner);
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
    await removeAuthorizationHistory(runner);
  }
}
