import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { Caller } from '../../../../kernel/dispatch/caller.js';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { CredentialNumber } from '../../../../protocol/identifiers.js';
import { refuse, Refusal } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import { countedFor } from '../../../../registry/person/insured-places.rules.js';
import { requireMandate, requireRepresentative } from '../../../../registry/unit/mandate.rules.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { UnitStore, type Unit } from '../../../../registry/unit/unit.store.js';
import { AuthorizationManagement } from '../authorization-management.js';
import { CodeHolders } from '../code-holders.js';
import { PersonConfirmation } from '../person-confirmation.js';

type Row = typeof transactions.grantUnitAuthorization;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * 6.1.4.3, 4.6, INT-69: the legal representative lets the current channel use the unit's credential. The official channel needs no authorization (4.5);
 * there whoever may act for the unit enters in the same way.
 */
@Handles(transactions.grantUnitAuthorization)
export class GrantUnitAuthorizationHandler implements Handler<Row> {
  constructor(
    private readonly holders: CodeHolders, private readonly units: UnitStore, private readonly credentials: UnitCredentialStore,
    private readonly channels: ChannelStore, private readonly confirmation: PersonConfirmation, private readonly management: AuthorizationManagement,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    const { credentialNumber: person } = await this.holders.require(input.authorizationCode, caller.ownerId);
    const { credentialNumber, ...unit } = await this.requireUnit(input, caller, person);
    const before = await this.management.last(caller.ownerId, credentialNumber);
    const judge = await this.confirmation.weigh(person, input, at);
    let made = 0;
    return act({ subject: credentialNumber, facts: countedFor(unit), factsOf: () => ({ made }) }, async () => {
      const now = this.clock.now();
      const refusal = await judge(now);
      if (refusal !== undefined) return refusal;
      // Again inside: person and unit may have changed since the look.
      await this.holders.require(input.authorizationCode, caller.ownerId);
      const granted = await this.management.grant(caller.ownerId, await this.requireUnit(input, caller, person), { before, at: now, again: 'refused' });
      if (granted instanceof Refusal) return granted;
      made = granted.made;
      const { authorizationCode, state, changedAt } = granted.record;
      return { unitAuthorizationCode: authorizationCode, state, changedAt };
    });
  }

  /** The unit as the register has it, with an activated credential (`500001`), and a person who may let this channel use it (`-4`). */
  private async requireUnit(input: Input, caller: Caller, person: CredentialNumber): Promise<Unit & { credentialNumber: CredentialNumber }> {
    const unit = await this.units.require(input);
    const official = (await this.channels.find(caller.ownerId))?.kind === 'official';
    if (official) requireMandate(unit, person);
    else requireRepresentative(unit, person);
    const { credentialNumber, state } = await this.credentials.requireOfUnit(unit.unitId);
    if (state !== 'activated') throw refuse('credentialNotFound', { diagnosis: 'the unit has no activated credential: activate first' });
    return { ...unit, credentialNumber };
  }
}
