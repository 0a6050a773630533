import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, nullable } from '../../kernel/persistence/table-columns.js';

const column = (name: string) => new TableColumn(nullable(bigint(name)));

/** The password at display (INT-73); finding what must become void (INT-17). */
export class ProvinceQrCode1790000400001 implements MigrationInterface {
  readonly name = 'ProvinceQrCode1790000400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('qr_code', column('password_at'));
    await runner.createIndex('qr_code', index('ix_qr_code_credential', ['credential_number']));
    await runner.addColumn('qr_display', column('password_at'));
    await runner.addColumn('ec_token', column('voided_at'));
    await runner.createIndex('ec_token', index('ix_ec_token_credential', ['credential_number']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('ec_token', 'ix_ec_token_credential');
    await runner.dropColumn('ec_token', 'voided_at');
    await runner.dropColumn('qr_display', 'password_at');
    await runner.dropIndex('qr_code', 'ix_qr_code_credential');
    await runner.dropColumn('qr_code', 'password_at');
  }
}
