import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { index, key, nullable, table, text, unique, varchar } from '../../kernel/persistence/table-columns.js';

const tables = () => [
  table('unit', [
    key(varchar('unit_id', 36)), varchar('credit_code', 18), varchar('unit_name', 100), varchar('unit_kind', 12), text('insured_places'),
  ], [unique('uq_unit_credit_code', ['credit_code'])]),
  table('unit_mandate', [
    key(varchar('unit_id', 36)), key(varchar('credential_number', 64)), varchar('role', 14),
  ], [index('ix_unit_mandate_person', ['credential_number'])]),
];

const kindOf = () => new TableColumn({ ...varchar('subject_kind', 6), default: "'person'" });
const actor = () => new TableColumn(nullable(varchar('actor_number', 64)));

/** Units beside persons (notice 一): whose a credential is, and who shows a unit's code. Both tiers. */
export class RegistryUnits1790001200001 implements MigrationInterface {
  readonly name = 'RegistryUnits1790001200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('electronic_credential', 'ix_electronic_credential_person');
    await runner.renameColumn('electronic_credential', 'person_id', 'subject_id');
    await runner.createIndex('electronic_credential', index('ix_electronic_credential_subject', ['subject_id']));
    await runner.renameColumn('former_identity', 'person_id', 'subject_id');
    for (const name of ['electronic_credential', 'qr_code']) await runner.addColumn(name, kindOf());
    for (const name of ['qr_code', 'qr_display']) await runner.addColumn(name, actor());
    await runner.createIndex('qr_code', index('ix_qr_code_actor', ['actor_number']));
    for (const each of tables()) await runner.createTable(each);
  }

  /** Credentials of units, and what was made of them, cannot be held by the former schema: they are taken out. */
  async down(runner: QueryRunner): Promise<void> {
    for (const each of tables().toReversed()) await runner.dropTable(each);
    await runner.dropIndex('qr_code', 'ix_qr_code_actor');
    for (const name of ['qr_code', 'qr_display']) await runner.query(`DELETE FROM "${name}" WHERE "actor_number" IS NOT NULL`);
    await runner.query(`DELETE FROM "electronic_credential" WHERE "subject_kind" = 'unit'`);
    for (const name of ['qr_display', 'qr_code']) await runner.dropColumn(name, 'actor_number');
    for (const name of ['qr_code', 'electronic_credential']) await runner.dropColumn(name, 'subject_kind');
    await runner.renameColumn('former_identity', 'subject_id', 'person_id');
    await runner.dropIndex('electronic_credential', 'ix_electronic_credential_subject');
    await runner.renameColumn('electronic_credential', 'subject_id', 'person_id');
    await runner.createIndex('electronic_credential', index('ix_electronic_credential_person', ['person_id']));
  }
}
