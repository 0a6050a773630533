import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { parseRealPersonSerialNo } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { requireHandling } from '../handling.rules.js';
import { HandlingStore } from './handling.store.js';
import { REAL_PERSON_VERIFIER, type RealPersonVerifier } from './verifiers.port.js';

type Row = typeof transactions.verifyRealPerson;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 a, second half (2.5): the person who acts is the person of the real-name check. */
@Handles(transactions.verifyRealPerson)
export class VerifyRealPersonHandler implements Handler<Row> {
  constructor(
    private readonly handlings: HandlingStore, private readonly credentials: CredentialStore,
    @Inject(REAL_PERSON_VERIFIER) private readonly verifier: RealPersonVerifier, @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const handling = requireHandling(await this.handlings.find(input.handlingSerialNo), caller.ownerId, at);
    const person = await this.credentials.find(handling.credentialNumber);
    if (person === undefined) throw refuse('credentialNotFound');
    const verdict = await this.verifier.verify(person, input.biometricSample);
    if (verdict === 'mismatch') throw refuse('forbidden', { faults: [{ field: 'data.biometricSample', reason: 'is not of this person' }] });
    return act({ subject: handling.credentialNumber }, async () => {
      const realPersonSerialNo = parseRealPersonSerialNo(this.ids.upper(32));
      if (!(await this.handlings.verified(input.handlingSerialNo, realPersonSerialNo))) throw refuse('handlingSerialNoInvalid');
      return { realPersonSerialNo };
    });
  }
}
