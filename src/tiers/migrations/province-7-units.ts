import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { varchar } from '../../kernel/persistence/table-columns.js';

/** Tokens of units beside those of persons (INT-67). */
export class ProvinceUnits1790001200003 implements MigrationInterface {
  readonly name = 'ProvinceUnits1790001200003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('ec_token', new TableColumn({ ...varchar('subject_kind', 6), default: "'person'" }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM "ec_token" WHERE "subject_kind" = 'unit'`);
    await runner.dropColumn('ec_token', 'subject_kind');
  }
}
