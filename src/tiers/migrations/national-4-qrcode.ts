import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, index, key, nullable, table, varchar } from '../../kernel/persistence/table-columns.js';

const tables = () => [
  table('qr_code', [
    key(varchar('value_index', 64)), varchar('display_index', 64), varchar('credential_number', 64), varchar('channel_number', 32),
    varchar('pooling_area', 6), varchar('insurance_type', 3), bigint('issued_at'), bigint('expires_at'), nullable(bigint('consumed_at')),
    nullable(bigint('voided_at')), nullable(bigint('password_at')),
  ], [index('ix_qr_code_display', ['display_index']), index('ix_qr_code_credential', ['credential_number'])]),
  table('qr_display', [
    key(varchar('display_index', 64)), varchar('credential_number', 64), varchar('channel_number', 32), bigint('expires_at'),
    nullable(bigint('password_at')),
  ]),
  table('pooling_choice', [key(varchar('credential_number', 64)), key(varchar('channel_number', 32)), varchar('pooling_area', 6)]),
];

/** Codes of the national tier (INT-12). */
export class NationalQrCode1790000400001 implements MigrationInterface {
  readonly name = 'NationalQrCode1790000400001';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
  }
}
