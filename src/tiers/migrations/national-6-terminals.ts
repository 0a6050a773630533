import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, integer, key, table, varchar } from '../../kernel/persistence/table-columns.js';

const SERIALS = 'filing_number_serial';

/** The last serial of filing numbers, for each province and year (INT-92); numbers that were assigned before are counted on. */
export class NationalTerminals1790000900002 implements MigrationInterface {
  readonly name = 'NationalTerminals1790000900002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(table(SERIALS, [key(varchar('province', 2)), key(integer('year')), bigint('last')]));
    await runner.query(`
      INSERT INTO "${SERIALS}" ("province", "year", "last")
      SELECT substr("filing_number", 1, 2), CAST(substr("filing_number", 3, 4) AS integer), MAX(CAST(substr("filing_number", 7, 13) AS bigint))
      FROM "acceptance_terminal" GROUP BY substr("filing_number", 1, 2), CAST(substr("filing_number", 3, 4) AS integer)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(SERIALS);
  }
}
