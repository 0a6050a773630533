import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableColumn } from 'typeorm';
import { nullable, varchar } from '../../kernel/persistence/table-columns.js';

const APPLICATIONS = 'registered_application';

/** INT-111: in which forms an application may sign, and in which it was seen to. Both tiers. */
export class RegistrySigningForms1790001100001 implements MigrationInterface {
  readonly name = 'RegistrySigningForms1790001100001';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of [varchar('signing_forms', 10), varchar('known_forms', 200)]) await runner.addColumn(APPLICATIONS, new TableColumn(nullable(column)));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['known_forms', 'signing_forms']) await runner.dropColumn(APPLICATIONS, name);
  }
}
