import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, key, nullable, table, varchar } from '../../kernel/persistence/table-columns.js';

const tables = () => [
  table('face_authentication', [
    key(varchar('auth_index', 64)), varchar('org_id', 40), varchar('business_index', 64), varchar('credential_number', 64), bigint('expires_at'),
    nullable(bigint('consumed_at')),
  ]),
  table('failed_look_up', [
    key(varchar('id', 32)), varchar('org_id', 40), varchar('presentation', 10), bigint('failed_at'),
  ], [index('ix_failed_look_up_org', ['org_id', 'presentation', 'failed_at'])]),
];

/** Presentations without a code (4.10): recognised faces, and look-ups that found nobody; and as which symbol a code is shown. */
export class ProvincePresentation1790000700001 implements MigrationInterface {
  readonly name = 'ProvincePresentation1790000700001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('qr_code', new TableColumn({ ...varchar('symbol', 7), default: "'qrCode'" }));
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
    await runner.dropColumn('qr_code', 'symbol');
  }
}
