import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableColumn } from 'typeorm';
import { bigint, index, nullable, unique } from '../../kernel/persistence/table-columns.js';

const APPLICATIONS = 'registered_application';
const MANY = index('ix_registered_application_owner', ['owner_kind', 'owner_id']);
const ONE = unique('uq_registered_application_owner', ['owner_kind', 'owner_id']);

/** An owner may have keys in use and keys that were replaced but still work; a channel's national authorization may have an end. Both tiers. */
export class RegistryRotation1790000200002 implements MigrationInterface {
  readonly name = 'RegistryRotation1790000200002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropIndex(APPLICATIONS, 'uq_registered_application_owner');
    for (const name of ['valid_until', 'authorized_until']) await runner.addColumn(APPLICATIONS, new TableColumn(nullable(bigint(name))));
    await runner.createIndex(APPLICATIONS, MANY);
    await runner.addColumn('channel', new TableColumn(nullable(bigint('authorized_until'))));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('channel', 'authorized_until');
    await runner.dropIndex(APPLICATIONS, MANY);
    for (const name of ['authorized_until', 'valid_until']) await runner.dropColumn(APPLICATIONS, name);
    await runner.createIndex(APPLICATIONS, ONE);
  }
}
