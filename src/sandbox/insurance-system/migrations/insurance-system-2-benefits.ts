import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, key, nullable, table, varchar } from '../../../kernel/persistence/table-columns.js';

const SETTLED = 'settled';

const columns = () => [
  { ...varchar('org_id', 40), default: "''" }, { ...bigint('total_fen'), default: 0 }, { ...varchar('person_index', 64), default: "''" },
  { ...varchar('insurance_type', 3), default: "''" }, { ...varchar('benefit_year', 4), default: "''" }, { ...bigint('deductible_fen'), default: 0 },
  nullable(varchar('reversal_serial_no', 40)), nullable(bigint('reversed_at')),
].map((column) => new TableColumn(column));

const tables = () => [
  table('benefit_use', [
    key(varchar('person_index', 64)), key(varchar('insurance_type', 3)), key(varchar('benefit_year', 4)), bigint('deductible_used_fen'),
    bigint('fund_paid_fen'),
  ]),
  table('personal_account', [key(varchar('person_index', 64)), key(varchar('insurance_type', 3)), bigint('balance_fen')]),
];

/** What persons have used up, and reversals. */
export class InsuranceSystemBenefits1790000500002 implements MigrationInterface {
  readonly name = 'InsuranceSystemBenefits1790000500002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns(SETTLED, columns());
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
    await runner.dropColumns(SETTLED, columns());
  }
}
