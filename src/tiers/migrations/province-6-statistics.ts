import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { nullable, varchar } from '../../kernel/persistence/table-columns.js';
import { createStatisticsTables, dropStatisticsTables } from './statistics-tables.js';

/** 报表统计 (5.2.1), and the channel through which a token is used. */
export class ProvinceStatistics1790000950001 implements MigrationInterface {
  readonly name = 'ProvinceStatistics1790000950001';

  async up(runner: QueryRunner): Promise<void> {
    await createStatisticsTables(runner);
    await runner.addColumn('ec_token', new TableColumn(nullable(varchar('channel_number', 32))));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('ec_token', 'channel_number');
    await dropStatisticsTables(runner);
  }
}
