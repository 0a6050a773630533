import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, integer, key, nullable, table, text, varchar } from '../../kernel/persistence/table-columns.js';

const tables = () => [
  table('channel_return_address', [key(varchar('channel_number', 32)), text('addresses'), bigint('changed_at')]),
  table('page_visit', [
    key(varchar('link_index', 64)), varchar('kind', 20), varchar('channel_number', 32), varchar('credential_number', 64), text('errand'),
    integer('forms_taken'), bigint('expires_at'), nullable(bigint('ended_at')), nullable(text('outcome')),
  ]),
];

/** Dedicated pages: where channels take persons back, and what links stand for. */
export class NationalPages1790001300001 implements MigrationInterface {
  readonly name = 'NationalPages1790001300001';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables()) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
  }
}
