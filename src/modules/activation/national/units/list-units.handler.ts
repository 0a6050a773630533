import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { CredentialNumber } from '../../../../protocol/identifiers.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { requireMandate } from '../../../../registry/unit/mandate.rules.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { UnitStore, type Unit } from '../../../../registry/unit/unit.store.js';
import { ChannelAuthorizations, CodeHolders } from '../../../authorization/national/index.js';

type Row = typeof transactions.listUnits;
type Output = ShapeType<Row['output']>;

/** INT-66: a person sees the units the person may act for, and what stands between each and its use in this channel. */
@Handles(transactions.listUnits)
export class ListUnitsHandler implements Handler<Row> {
  constructor(
    private readonly holders: CodeHolders, private readonly units: UnitStore, private readonly credentials: UnitCredentialStore,
    private readonly authorizations: ChannelAuthorizations,
  ) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const person = await this.holders.require(input.authorizationCode, caller.ownerId);
    const units = await this.units.findOfPerson(person.credentialNumber);
    return { units: await Promise.all(units.map((unit) => this.listed(unit, person.credentialNumber, caller.ownerId))) };
  }

  private async listed(unit: Unit, person: CredentialNumber, channelNumber: string): Promise<Output['units'][number]> {
    const { creditCode, unitName, unitKind, unitId } = unit;
    const { credentialNumber, state } = await this.credentials.requireOfUnit(unitId);
    const authorizationState = (await this.authorizations.findOfPair(channelNumber, credentialNumber))?.state;
    return { creditCode, unitName, unitKind, role: requireMandate(unit, person), credentialState: state, authorizationState };
  }
}
