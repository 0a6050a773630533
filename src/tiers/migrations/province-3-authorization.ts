import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addAuthorizationHistory, removeAuthorizationHistory } from './authorization-history.js';

/** Revoked authorizations and former identities stay, and the lag of each synchronisation is kept. */
export class ProvinceAuthorization1790000100001 implements MigrationInterface {
  readonly name = 'ProvinceAuthorization1790000100001';

  up(runner: QueryRunner): Promise<void> {
    return addAuthorizationHistory(runner);
  }

  down(runner: QueryRunner): Promise<void> {
    return removeAuthorizationHistory(runner);
  }
}
