import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, integer, nullable, unique, varchar } from '../../kernel/persistence/table-columns.js';

const TABLE = 'settlement';

const columns = () => [
  { ...integer('asks'), default: 1 }, { ...bigint('asked_at'), default: 0 }, nullable(varchar('reversal_serial_no', 40)), nullable(bigint('reversed_at')),
].map((column) => new TableColumn(column));

/** 结算撤销, and how often whoever settles was asked. */
export class ProvinceSettlement1790000500002 implements MigrationInterface {
  readonly name = 'ProvinceSettlement1790000500002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns(TABLE, columns());
    await runner.createIndex(TABLE, unique('uq_settlement_reversal', ['role', 'org_id', 'reversal_serial_no'], '"reversal_serial_no" IS NOT NULL'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex(TABLE, 'uq_settlement_reversal');
    await runner.dropColumns(TABLE, columns());
  }
}
