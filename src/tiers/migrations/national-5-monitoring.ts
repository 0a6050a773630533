import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, index, key, nullable, table, text, unique, varchar } from '../../kernel/persistence/table-columns.js';

const alerts = () => table('monitoring_alert', [
  key(varchar('alert_id', 36)), varchar('tier', 40), varchar('rule', 40), varchar('subject', 40), text('detail'), bigint('raised_at'),
  nullable(bigint('cleared_at')), nullable(bigint('acknowledged_at')), nullable(varchar('acknowledged_by', 40)), nullable(text('note')),
], [
  unique('uq_monitoring_alert_open', ['tier', 'rule', 'subject'], '"cleared_at" IS NULL'),
  index('ix_monitoring_alert_raised', ['raised_at']),
]);

/** Running monitoring: the alerts. */
export class NationalMonitoring1790000980001 implements MigrationInterface {
  readonly name = 'NationalMonitoring1790000980001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(alerts());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(alerts());
  }
}
