import type { MigrationInterface, QueryRunner } from 'typeorm';
import { kernelTables } from '../../../kernel/persistence/kernel-tables.js';
import { bigint, key, table, varchar } from '../../../kernel/persistence/table-columns.js';

const tables = () => [
  ...kernelTables(),
  table('settled', [key(varchar('settlement_no', 32)), bigint('fund_fen'), bigint('personal_account_fen'), bigint('cash_fen'), bigint('settled_at')]),
];

/** The schema of the simulated system. */
export class InsuranceSystemInitial1790000000001 implements MigrationInterface {
  readonly name = 'InsuranceSystemInitial1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
  }
}
