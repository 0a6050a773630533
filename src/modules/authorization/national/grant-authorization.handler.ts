import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { KnownPersons } from './known-persons.js';
import { PageDuty } from './page-duty.js';
import { PersonalGrant } from './personal-grant.js';

type Row = typeof transactions.grantAuthorization;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * 6.1.4.3 a–b, 4.6: the person of an activated credential authorizes the current channel, which hands over the real-name information. The official channel
 * needs no authorization (4.5); there the person enters in the same way and the channel gets the code by which it speaks for the person (INT-41).
 */
@Handles(transactions.grantAuthorization)
export class GrantAuthorizationHandler implements Handler<Row> {
  constructor(private readonly people: KnownPersons, private readonly grants: PersonalGrant, private readonly duty: PageDuty) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    await this.duty.requireMayTake(caller, input.password);
    const person = await this.people.require(input, input);
    const { subject, facts, carryOut } = await this.grants.weigh({ channelNumber: caller.ownerId, person, proof: input, at });
    let made = 0;
    return act({ subject, facts, factsOf: () => ({ made }) }, async () => {
      const granted = await carryOut();
      if (granted instanceof Refusal) return granted;
      made = granted.made;
      const { authorizationCode, state, changedAt } = granted.record;
      return { authorizationCode, state, changedAt };
    });
  }
}
