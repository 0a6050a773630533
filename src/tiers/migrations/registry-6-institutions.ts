import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { index, nullable, varchar } from '../../kernel/persistence/table-columns.js';

const TERMINALS = 'acceptance_terminal';
const BY_ORG = index('ix_acceptance_terminal_org', ['org_id']);
const BY_MAC = index('ix_acceptance_terminal_mac', ['org_id', 'mac']);

/** A terminal is found by institution and MAC address (INT-92); a code may be shown by an institution (INT-91). Both tiers. */
export class RegistryInstitutions1790000900001 implements MigrationInterface {
  readonly name = 'RegistryInstitutions1790000900001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex(TERMINALS, BY_MAC);
    await runner.dropIndex(TERMINALS, BY_ORG.name ?? '');
    await runner.addColumn('qr_code', new TableColumn(nullable(varchar('shown_by_org', 40))));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('qr_code', 'shown_by_org');
    await runner.createIndex(TERMINALS, BY_ORG);
    await runner.dropIndex(TERMINALS, BY_MAC.name ?? '');
  }
}
