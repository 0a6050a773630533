import type { MigrationInterface, QueryRunner } from 'typeorm';
import { kernelTables } from '../../kernel/persistence/kernel-tables.js';
import { bigint, key, nullable, table, varchar } from '../../kernel/persistence/table-columns.js';
import { registryTables } from './registry-tables.js';

const tables = () => [
  ...kernelTables(), ...registryTables(),
  table('handling', [
    key(varchar('serial_index', 64)), varchar('channel_number', 32), varchar('credential_number', 64), varchar('business_place', 6), varchar('step', 12),
    nullable(varchar('real_person_index', 64)), bigint('expires_at'),
  ]),
  table('credential_password', [key(varchar('credential_number', 64)), varchar('hash', 200), bigint('set_at')]),
];

/** The first schema of the national tier. */
export class NationalInitial1790000000001 implements MigrationInterface {
  readonly name = 'NationalInitial1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
  }
}
