import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { parseChannelNumber, type CredentialNumber } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CredentialLifeStore } from '../../../../registry/credential/credential-life.store.js';
import { countedFor } from '../../../../registry/person/insured-places.rules.js';
import { provincesOf } from '../../../../registry/province/peer-names.js';
import { requireRepresentative } from '../../../../registry/unit/mandate.rules.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { UnitNotices } from '../../../../registry/unit/unit-notices.js';
import { UnitStore, type Unit } from '../../../../registry/unit/unit.store.js';
import { ChannelAuthorizations, CodeHolders, PasswordCheck } from '../../../authorization/national/index.js';

type Row = typeof transactions.activateUnit;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

const FIELD = 'data.password';

/**
 * INT-66: the legal representative activates the unit's credential, once. Who acts is proven by the code that the channel holds for this person, whose own
 * credential is activated, and by the password of that credential. The channel is authorized for the unit at once (6.1.2.3 b 1).
 */
@Handles(transactions.activateUnit)
export class ActivateUnitHandler implements Handler<Row> {
  constructor(
    private readonly holders: CodeHolders, private readonly units: UnitStore, private readonly credentials: UnitCredentialStore,
    private readonly lives: CredentialLifeStore, private readonly passwords: PasswordCheck, private readonly authorizations: ChannelAuthorizations,
    private readonly notices: UnitNotices, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    const person = await this.requirePerson(input, caller.ownerId);
    const { credentialNumber, ...unit } = await this.requireUnit(input, person);
    await this.passwords.requireUnlocked(person, FIELD, at);
    const verdict = await this.passwords.compare(person, input.password);
    return act({ subject: credentialNumber, facts: countedFor(unit) }, async () => {
      const refusal = await this.passwords.judge(person, verdict, FIELD, this.clock.now());
      if (refusal !== undefined) return refusal;
      // Again inside: person and unit may have changed since the look.
      await this.requirePerson(input, caller.ownerId);
      return this.activate((await this.requireUnit(input, person)).credentialNumber, input, caller.ownerId);
    });
  }

  private async requirePerson({ authorizationCode }: Input, channelNumber: string): Promise<CredentialNumber> {
    return (await this.holders.require(authorizationCode, channelNumber)).credentialNumber;
  }

  /** The unit whose legal representative the person is, with its credential. */
  private async requireUnit(input: Input, person: CredentialNumber): Promise<Unit & { credentialNumber: CredentialNumber }> {
    const unit = await this.units.require(input);
    requireRepresentative(unit, person);
    const { credentialNumber } = await this.credentials.requireOfUnit(unit.unitId);
    return { ...unit, credentialNumber };
  }

  private async activate(credentialNumber: CredentialNumber, { businessPlace }: Input, channel: string): Promise<Output> {
    const at = this.clock.now();
    // INT-28, as for persons: each valid credential is activated once (4.2).
    if (!(await this.lives.move(credentialNumber, 'registered', 'activated', at))) {
      throw refuse('activationWriteFailed', { diagnosis: 'the credential of the unit is activated already' });
    }
    const { insuredPlaces } = await this.notices.tellState(credentialNumber);
    const provinces = provincesOf([...insuredPlaces.map((place) => place.poolingArea), businessPlace]);
    const grant = { channelNumber: parseChannelNumber(channel), credentialNumber, at, provinces };
    const { authorizationCode } = await this.authorizations.grant(grant);
    return { credentialState: 'activated', unitAuthorizationCode: authorizationCode, activatedAt: at };
  }
}
