import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, key, nullable, table, text, unique, varchar } from '../../kernel/persistence/table-columns.js';
import { createStatisticsTables, dropStatisticsTables } from './statistics-tables.js';

const findings = () => table('channel_finding', [
  key(varchar('finding_id', 36)), varchar('channel_number', 32), varchar('rule', 20), varchar('day', 10), text('measured'), bigint('found_at'),
  nullable(varchar('action', 12)), nullable(varchar('reason', 200)), nullable(varchar('closed_by', 40)), nullable(bigint('closed_at')),
], [unique('uq_channel_finding', ['channel_number', 'rule', 'day'])]);

/** 报表统计, 渠道监管 (5.2.1). */
export class NationalStatistics1790000950001 implements MigrationInterface {
  readonly name = 'NationalStatistics1790000950001';

  async up(runner: QueryRunner): Promise<void> {
    await createStatisticsTables(runner);
    await runner.createTable(findings());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(findings());
    await dropStatisticsTables(runner);
  }
}
