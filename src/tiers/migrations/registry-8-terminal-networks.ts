import { Table, TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { index, key, nullable, varchar } from '../../kernel/persistence/table-columns.js';

const TERMINALS = 'acceptance_terminal';
const NETWORKS = 'terminal_network';

/** INT-139: from which networks a terminal may speak without a signature. Both tiers. */
export class RegistryTerminalNetworks1790001300011 implements MigrationInterface {
  readonly name = 'RegistryTerminalNetworks1790001300011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(TERMINALS, new TableColumn(nullable(varchar('networks', 800))));
    await runner.createTable(new Table({ name: NETWORKS, columns: [key(varchar('network', 49)), key(varchar('filing_number', 20))] }));
    await runner.createIndex(NETWORKS, index('ix_terminal_network_terminal', ['filing_number']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(NETWORKS);
    await runner.dropColumn(TERMINALS, 'networks');
  }
}
