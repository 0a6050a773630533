import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, key, table, text, varchar } from '../../kernel/persistence/table-columns.js';

const cards = () => table('bank_card', [
  key(varchar('card_index', 64)), varchar('person_id', 36), text('card_no'), bigint('bound_at'),
], [index('ix_bank_card_person', ['person_id'])]);

/** Bank cards by which people present their credential, and as which symbol a code is shown (4.10). */
export class NationalPresentation1790000700001 implements MigrationInterface {
  readonly name = 'NationalPresentation1790000700001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('qr_code', new TableColumn({ ...varchar('symbol', 7), default: "'qrCode'" }));
    await runner.createTable(cards());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(cards());
    await runner.dropColumn('qr_code', 'symbol');
  }
}
