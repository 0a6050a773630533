import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, index, key, nullable, table, text, unique, varchar } from '../../kernel/persistence/table-columns.js';

const tables = () => [
  table('business_handling', [
    key(varchar('handling_no', 32)), varchar('role', 10), varchar('org_id', 40), varchar('institution_serial_no', 40), varchar('credential_number', 64),
    text('handling_order'), varchar('state', 10), bigint('requested_at'), bigint('asked_at'), nullable(varchar('receipt_no', 40)), nullable(bigint('handled_at')),
  ], [
    unique('uq_business_handling_serial', ['role', 'org_id', 'institution_serial_no']), index('ix_business_handling_credential', ['credential_number']),
    index('ix_business_handling_state', ['state', 'asked_at']),
  ]),
  table('completion_notice', [
    key(varchar('reference_no', 32)), key(varchar('kind', 12)), bigint('sequence'), varchar('credential_number', 64), varchar('insured_place', 6),
    varchar('business_province', 2), varchar('business_type', 5), bigint('completed_at'), bigint('received_at'),
  ], [unique('uq_completion_notice_sequence', ['sequence']), index('ix_completion_notice_credential', ['credential_number', 'sequence'])]),
  table('unanswered_places', [key(varchar('credential_number', 64)), varchar('province', 2), text('places'), bigint('changed_at')]),
];

/** 扫码经办 and what insured places tell each other (6.3). */
export class ProvinceExchange1790000400002 implements MigrationInterface {
  readonly name = 'ProvinceExchange1790000400002';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
  }
}
