import type { MigrationInterface, QueryRunner } from 'typeorm';
import { accessPassTable, channelPolicyTables } from './channel-access-tables.js';

/** Limits of channels; tokens, tickets and one-time codes. */
export class NationalChannelAccess1790000600003 implements MigrationInterface {
  readonly name = 'NationalChannelAccess1790000600003';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of [...channelPolicyTables(), accessPassTable()]) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of [accessPassTable(), ...channelPolicyTables()]) await runner.dropTable(each);
  }
}
