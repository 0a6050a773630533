import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { countedFor } from '../../../registry/person/insured-places.rules.js';
import { requireActivated } from '../authorization.rules.js';
import { AuthorizationManagement } from './authorization-management.js';
import { KnownPersons } from './known-persons.js';
import { PersonConfirmation } from './person-confirmation.js';

type Row = typeof transactions.grantAuthorization;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * 6.1.4.3 a–b, 4.6: the person of an activated credential authorizes the current channel, which hands over the real-name information. The official channel
 * needs no authorization (4.5); there the person enters in the same way and the channel gets the code by which it speaks for the person (INT-41).
 */
@Handles(transactions.grantAuthorization)
export class GrantAuthorizationHandler implements Handler<Row> {
  constructor(
    private readonly people: KnownPersons, private readonly credentials: CredentialStore, private readonly confirmation: PersonConfirmation,
    private readonly management: AuthorizationManagement, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    const known = await this.people.require(input, input);
    const { credentialNumber } = known;
    const before = await this.management.last(caller.ownerId, credentialNumber);
    const judge = await this.confirmation.weigh(credentialNumber, input, at);
    let made = 0;
    return act({ subject: credentialNumber, facts: countedFor(known), factsOf: () => ({ made }) }, async () => {
      const now = this.clock.now();
      const refusal = await judge(now);
      if (refusal !== undefined) return refusal;
      // Again inside: the credential may have been superseded since the person was looked up.
      const credential = requireActivated(await this.credentials.find(credentialNumber));
      const granted = await this.management.grant(caller.ownerId, credential, { before, at: now });
      if (granted instanceof Refusal) return granted;
      made = granted.made;
      const { authorizationCode, state, changedAt } = granted.record;
      return { authorizationCode, state, changedAt };
    });
  }
}
