import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { CredentialPasswordEntity } from './credential-password.entity.js';

/** The credential passwords, as hashes. */
@Injectable()
export class CredentialPasswordStore {
  constructor(private readonly work: UnitOfWork) {}

  /** The hash; undefined while no password is set. */
  async find(credentialNumber: CredentialNumber): Promise<string | undefined> {
    return (await this.work.reader().getRepository(CredentialPasswordEntity).findOneBy({ credentialNumber }))?.hash;
  }

  /** Sets the password of a credential, in the open unit of work. */
  async set(credentialNumber: CredentialNumber, hash: string, setAt: number): Promise<void> {
    await this.work.writer().getRepository(CredentialPasswordEntity).save({ credentialNumber, hash, setAt });
  }

  /** Forgets the password of a credential that is over, in the open unit of work. */
  async remove(credentialNumber: CredentialNumber): Promise<void> {
    await this.work.writer().getRepository(CredentialPasswordEntity).delete({ credentialNumber });
  }
}
