import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { CredentialPasswordEntity } from './credential-password.entity.js';

/** The credential passwords, as hashes. */
@Injectable()
export class CredentialPasswordStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Sets the password of a credential, in the open unit of work. */
  async set(credentialNumber: CredentialNumber, hash: string, setAt: number): Promise<void> {
    await this.work.writer().getRepository(CredentialPasswordEntity).save({ credentialNumber, hash, setAt });
  }
}
