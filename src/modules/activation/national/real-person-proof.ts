import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { parseRealPersonSerialNo, type HandlingSerialNo, type RealPersonSerialNo } from '../../../protocol/identifiers.js';
import { refuse, type Refusal } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { Lockout } from '../../authorization/national/index.js';
import { requireHandling } from '../handling.rules.js';
import { HandlingStore } from './handling.store.js';
import type { Verdict } from '../../../kernel/link/outside-system.js';

export interface Proven {
  readonly realPersonSerialNo: RealPersonSerialNo;
}

/**
 * 6.1.3.3 a (2.5): the person of a handling is shown to be the one who acts, by whichever verifier. Samples that are somebody else's are counted against the
 * credential, whatever handling or channel they come from (INT-42).
 */
@Injectable()
export class RealPersonProof {
  constructor(
    private readonly handlings: HandlingStore, private readonly credentials: CredentialStore, private readonly lockout: Lockout,
    @Inject(IDS) private readonly ids: Ids, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Who is to be shown; `field` is the member of the request that is refused while the credential is locked (`-4`). */
  async requirePerson(serialNo: HandlingSerialNo, channelNumber: string, field: string, at: number): Promise<CredentialRecord> {
    const { credentialNumber } = requireHandling(await this.handlings.find(serialNo), channelNumber, at);
    const person = await this.credentials.find(credentialNumber);
    if (person === undefined) throw refuse('credentialNotFound');
    const locked = await this.lockout.whyLocked('real-person', credentialNumber, at);
    if (locked !== undefined) throw notAccepted(field, locked);
    return person;
  }

  /** Draws the conclusion from a verdict, in the open unit of work: the serial number of the proof, or the refusal to be kept. */
  async conclude(serialNo: HandlingSerialNo, { credentialNumber }: CredentialRecord, verdict: Verdict, field: string): Promise<Proven | Refusal> {
    const why = await this.lockout.judge('real-person', credentialNumber, verdict === 'match', this.clock.now());
    if (why !== undefined) return notAccepted(field, why);
    const realPersonSerialNo = parseRealPersonSerialNo(this.ids.upper(32));
    if (!(await this.handlings.verified(serialNo, realPersonSerialNo))) throw refuse('handlingSerialNoInvalid');
    return { realPersonSerialNo };
  }
}

const notAccepted = (field: string, why: string): Refusal => refuse('forbidden', { faults: [{ field, reason: `is not accepted as this person's; ${why}` }] });
