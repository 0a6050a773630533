import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { parseRealPersonSerialNo } from '../../../protocol/identifiers.js';
import { refuse, type Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { Lockout } from '../../authorization/national/index.js';
import { requireHandling } from '../handling.rules.js';
import { HandlingStore } from './handling.store.js';
import { REAL_PERSON_VERIFIER, type RealPersonVerifier } from './verifiers.port.js';

type Row = typeof transactions.verifyRealPerson;
type Output = ShapeType<Row['output']>;

/**
 * 6.1.3.3 a, second half (2.5): the person who acts is the person of the real-name check. Samples that are somebody else's are counted against the
 * credential, whatever handling or channel they come from (INT-42); a verifier that does not answer counts nothing.
 */
@Handles(transactions.verifyRealPerson)
export class VerifyRealPersonHandler implements Handler<Row> {
  constructor(
    private readonly handlings: HandlingStore, private readonly credentials: CredentialStore, private readonly lockout: Lockout,
    @Inject(REAL_PERSON_VERIFIER) private readonly verifier: RealPersonVerifier, @Inject(IDS) private readonly ids: Ids,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { credentialNumber } = requireHandling(await this.handlings.find(input.handlingSerialNo), caller.ownerId, at);
    const person = await this.credentials.find(credentialNumber);
    if (person === undefined) throw refuse('credentialNotFound');
    const locked = await this.lockout.whyLocked('real-person', credentialNumber, at);
    if (locked !== undefined) throw notAccepted(locked);
    const verdict = await this.verifier.verify(person, input.biometricSample);
    return act({ subject: credentialNumber }, async () => {
      const why = await this.lockout.judge('real-person', credentialNumber, verdict === 'match', this.clock.now());
      if (why !== undefined) return notAccepted(why);
      const realPersonSerialNo = parseRealPersonSerialNo(this.ids.upper(32));
      if (!(await this.handlings.verified(input.handlingSerialNo, realPersonSerialNo))) throw refuse('handlingSerialNoInvalid');
      return { realPersonSerialNo };
    });
  }
}

const notAccepted = (why: string): Refusal => (
  refuse('forbidden', { faults: [{ field: 'data.biometricSample', reason: `is not accepted as this person's; ${why}` }] })
);
