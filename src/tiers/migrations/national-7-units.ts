import type { MigrationInterface, QueryRunner } from 'typeorm';
import { key, table, text, varchar } from '../../kernel/persistence/table-columns.js';

const representatives = () => table('unit_representative', [key(varchar('unit_id', 36)), text('identity')]);

/** Who the legal representatives of units are. */
export class NationalUnits1790001200002 implements MigrationInterface {
  readonly name = 'NationalUnits1790001200002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(representatives());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(representatives());
  }
}
