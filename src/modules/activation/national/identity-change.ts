import { Inject, Injectable } from '@nestjs/common';
import { CREDENTIAL_NUMBERS, type CredentialNumbers } from '../../../registry/credential/credential-number.js';
import { CredentialNotices } from '../../../registry/credential/credential-notices.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore, type Identity, type InsuredPerson } from '../../../registry/person/insured-person.store.js';
import { ChannelAuthorizations, CredentialPasswordStore, Lockout } from '../../authorization/national/index.js';

/** 4.4 变更后重新激活, at the national tier. */
@Injectable()
export class IdentityChange {
  constructor(
    private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly passwords: CredentialPasswordStore,
    private readonly lockout: Lockout, private readonly authorizations: ChannelAuthorizations, private readonly notices: CredentialNotices,
    @Inject(CREDENTIAL_NUMBERS) private readonly credentialNumberOf: CredentialNumbers,
  ) {}

  /** Ends the credential of the former identity and registers one for the next, in the open unit of work. */
  async carryOut({ personId }: InsuredPerson, next: Identity, at: number): Promise<void> {
    await this.endCredential(personId, at);
    await this.people.changeIdentity(personId, next);
    await this.credentials.register(this.credentialNumberOf(next), personId, at);
  }

  /** Authorizations and password go with it, and what was tried in vain (INT-44); who was told that it is activated is told that it is over. */
  private async endCredential(personId: string, at: number): Promise<void> {
    const former = await this.credentials.findOfPerson(personId);
    if (former === undefined) return;
    const { credentialNumber, state } = former;
    await this.authorizations.revokeAll(credentialNumber, at);
    await this.passwords.remove(credentialNumber);
    for (const kind of ['password', 'real-person'] as const) await this.lockout.forgive(kind, credentialNumber);
    await this.credentials.supersede(credentialNumber, at);
    if (state === 'activated') await this.notices.tellState(credentialNumber);
  }
}
