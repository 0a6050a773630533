import type { MigrationInterface, QueryRunner } from 'typeorm';
import { channelPolicyTables } from './channel-access-tables.js';

/** Limits of channels. */
export class ProvinceChannelAccess1790000600003 implements MigrationInterface {
  readonly name = 'ProvinceChannelAccess1790000600003';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of channelPolicyTables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of channelPolicyTables()) await runner.dropTable(each);
  }
}
