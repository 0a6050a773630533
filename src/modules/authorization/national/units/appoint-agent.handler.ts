import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { CredentialNumber } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../../registry/credential/credential.store.js';
import { InsuredPersonStore } from '../../../../registry/person/insured-person.store.js';
import { withAgent } from '../../../../registry/unit/mandate.rules.js';
import { OfficialChannel } from '../official-channel.js';
import { PasswordCheck } from '../password-check.js';
import { UnitMandates } from './unit-mandates.js';

type Row = typeof transactions.appointAgent;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

const FIELD = 'data.password';

/** INT-66: the legal representative, in the official channel and with the password, appoints somebody with an activated credential to act for the unit. */
@Handles(transactions.appointAgent)
export class AppointAgentHandler implements Handler<Row> {
  constructor(
    private readonly official: OfficialChannel, private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore,
    private readonly passwords: PasswordCheck, private readonly mandates: UnitMandates, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    const { unit, person: { credentialNumber: representative } } = await this.official.requireRepresentative(caller, input);
    withAgent(unit, await this.requireAgent(input));
    await this.passwords.requireUnlocked(representative, FIELD, at);
    const verdict = await this.passwords.compare(representative, input.password);
    return act({ subject: unit.credentialNumber }, async () => {
      const refusal = await this.passwords.judge(representative, verdict, FIELD, this.clock.now());
      if (refusal !== undefined) return refusal;
      // Again inside: unit and agent may have changed since the look.
      const again = (await this.official.requireRepresentative(caller, input)).unit;
      return { effectiveAt: await this.mandates.replace(again, withAgent(again, await this.requireAgent(input))) };
    });
  }

  /** Whoever acts for a unit proves who acts by a credential of one's own: none that is activated is `500001`. */
  private async requireAgent(input: Input): Promise<CredentialNumber> {
    const { personId } = await this.people.require(input);
    const credential = await this.credentials.findOfPerson(personId);
    if (credential?.state !== 'activated') throw refuse('credentialNotFound', { diagnosis: 'the agent has no activated credential' });
    return credential.credentialNumber;
  }
}
