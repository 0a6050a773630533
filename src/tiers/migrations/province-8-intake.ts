import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, index, integer, key, nullable, table, text, unique, varchar } from '../../kernel/persistence/table-columns.js';

const tables = () => [
  table('intake_run', [
    key(integer('run_no')), varchar('digest', 64), bigint('started_at'), varchar('day', 8), bigint('position'), integer('line'), integer('batches'),
    integer('rows_read'), integer('accepted'), integer('known'), integer('duplicates'), integer('rejected'), nullable(bigint('loaded_at')),
  ], [unique('uq_intake_run_digest', ['digest'])]),
  table('base_person', [
    key(bigint('person_no')), varchar('person_key', 64), varchar('id_type', 2), text('identity'), nullable(varchar('credential_number', 64)),
  ], [unique('uq_base_person_key', ['person_key'])]),
  table('insured_period', [
    key(bigint('person_no')), key(varchar('pooling_area', 6)), key(varchar('insured_from', 8)), varchar('insured_until', 8), varchar('insurance_type', 3),
    integer('run_no'), integer('line'), integer('batch'),
  ], [index('ix_insured_period_batch', ['run_no', 'batch'])]),
  table('intake_batch', [key(integer('run_no')), key(integer('batch')), integer('records'), integer('refused'), nullable(bigint('reported_at'))]),
  table('rejected_row', [key(integer('run_no')), key(integer('line')), key(varchar('field', 20)), key(varchar('reason', 20)), varchar('value', 60)]),
];

/** 参保数据归集 (notice 二(二)): files, what was taken in of them and what was not, and how far it is reported. */
export class ProvinceIntake1790001400001 implements MigrationInterface {
  readonly name = 'ProvinceIntake1790001400001';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
  }
}
