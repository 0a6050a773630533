import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import { parseProvinceCode } from '../../../protocol/identifiers.js';
import { refuse, type Refusal } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { CredentialReplicaStore } from '../../../registry/credential/credential-replica.store.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';

/** 4.10: who stands behind what an institution was presented, as national answers the business place's province. */
@Injectable()
export class PresentedPersons {
  constructor(
    private readonly credentials: CredentialStore, private readonly replicas: CredentialReplicaStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The credential a person has in use; undefined before its activation (4.2). */
  async findActivated(personId: string): Promise<CredentialRecord | undefined> {
    const current = await this.credentials.findOfPerson(personId);
    return current?.state === 'activated' ? this.credentials.find(current.credentialNumber) : undefined;
  }

  /** The same, or `500001`, which is the answer to whatever finds nobody (INT-62). */
  async requireActivated(personId: string | undefined): Promise<CredentialRecord> {
    if (personId === undefined) throw nobody('nobody is known by it');
    const found = await this.findActivated(personId);
    if (found === undefined) throw nobody('the person has no activated credential');
    return found;
  }

  /** Remembers that the asking province is told of the credential: an end of it (4.4) must reach the token that is made of it. In the open unit of work. */
  async tell(credential: CredentialRecord, { ownerId }: Caller): Promise<{ readonly credential: CredentialRecord }> {
    await this.replicas.note(credential.credentialNumber, [parseProvinceCode(ownerId)], this.clock.now());
    return { credential };
  }
}

/** `500001`. */
export const nobody = (diagnosis: string): Refusal => refuse('credentialNotFound', { diagnosis });
