import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, key, table, unique, varchar } from '../../../kernel/persistence/table-columns.js';

const booked = () => table('booked_business', [
  key(varchar('handling_no', 32)), bigint('sequence'), varchar('business_type', 5), varchar('receipt_no', 40), bigint('handled_at'),
], [unique('uq_booked_business_sequence', ['sequence'])]);

/** The business books (6.3). */
export class InsuranceSystemBusiness1790000400001 implements MigrationInterface {
  readonly name = 'InsuranceSystemBusiness1790000400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(booked());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(booked());
  }
}
