import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { noAttempts, type Attempts } from '../lockout.rules.js';
import { FailedAttemptEntity, type AttemptKind } from './failed-attempt.entity.js';

/** Failures in a row, by credential and kind. */
@Injectable()
export class FailedAttemptStore {
  constructor(private readonly work: UnitOfWork) {}

  async find(kind: AttemptKind, credentialNumber: CredentialNumber): Promise<Attempts> {
    const row = await this.work.reader().getRepository(FailedAttemptEntity).findOneBy({ credentialNumber, kind });
    return row === null ? noAttempts : { failures: row.failures, lockedUntil: row.lockedUntil ?? undefined };
  }

  /** In the open unit of work. */
  async save(kind: AttemptKind, credentialNumber: CredentialNumber, { failures, lockedUntil }: Attempts): Promise<void> {
    await this.work.writer().getRepository(FailedAttemptEntity).save({ credentialNumber, kind, failures, lockedUntil: lockedUntil ?? null });
  }

  /** In the open unit of work. */
  async clear(kind: AttemptKind, credentialNumber: CredentialNumber): Promise<void> {
    await this.work.writer().getRepository(FailedAttemptEntity).delete({ credentialNumber, kind });
  }
}
