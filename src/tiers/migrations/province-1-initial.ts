import type { MigrationInterface, QueryRunner } from 'typeorm';
import { kernelTables } from '../../kernel/persistence/kernel-tables.js';
import { bigint, index, key, nullable, table, text, unique, varchar } from '../../kernel/persistence/table-columns.js';
import { registryTables } from './registry-tables.js';

const tables = () => [
  ...kernelTables(), ...registryTables(),
  table('qr_code', [
    key(varchar('value_index', 64)), varchar('display_index', 64), varchar('credential_number', 64), varchar('channel_number', 32),
    varchar('pooling_area', 6), varchar('insurance_type', 3), bigint('issued_at'), bigint('expires_at'), nullable(bigint('consumed_at')),
    nullable(bigint('voided_at')),
  ], [index('ix_qr_code_display', ['display_index'])]),
  table('qr_display', [key(varchar('display_index', 64)), varchar('credential_number', 64), varchar('channel_number', 32), bigint('expires_at')]),
  table('pooling_choice', [key(varchar('credential_number', 64)), key(varchar('channel_number', 32)), varchar('pooling_area', 6)]),
  table('ec_token', [
    key(varchar('token_index', 64)), text('identity'), varchar('credential_number', 64), varchar('pooling_area', 6), varchar('insurance_type', 3),
    varchar('org_id', 40), varchar('business_type', 5), bigint('expires_at'), nullable(varchar('settlement_no', 32)), nullable(bigint('consumed_at')),
  ]),
  table('settlement', [
    key(varchar('settlement_no', 32)), varchar('role', 10), varchar('org_id', 40), varchar('institution_serial_no', 40), varchar('business_type', 5),
    varchar('credential_number', 64), varchar('pooling_area', 6), text('settlement_order'), bigint('total_fen'), nullable(bigint('fund_fen')),
    nullable(bigint('personal_account_fen')), nullable(bigint('cash_fen')), varchar('state', 10), bigint('requested_at'), nullable(bigint('settled_at')),
  ], [unique('uq_settlement_serial', ['role', 'org_id', 'institution_serial_no']), index('ix_settlement_state', ['state', 'requested_at'])]),
];

/** The first schema of a province tier. */
export class ProvinceInitial1790000000001 implements MigrationInterface {
  readonly name = 'ProvinceInitial1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
  }
}
