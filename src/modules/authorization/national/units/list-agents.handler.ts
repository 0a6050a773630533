import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../../registry/credential/credential.store.js';
import type { Identity } from '../../../../registry/person/insured-person.store.js';
import { UnitRepresentativeStore } from '../../../../registry/unit/unit-representative.store.js';
import { UnitStore, type Unit } from '../../../../registry/unit/unit.store.js';
import { OfficialChannel } from '../official-channel.js';

type Row = typeof transactions.listAgents;
type Output = ShapeType<Row['output']>;

/** INT-66: the legal representative sees, in the official channel, who may act for the unit. */
@Handles(transactions.listAgents)
export class ListAgentsHandler implements Handler<Row> {
  constructor(
    private readonly official: OfficialChannel, private readonly units: UnitStore, private readonly representatives: UnitRepresentativeStore,
    private readonly credentials: CredentialStore,
  ) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const unit = await this.units.require((await this.official.requireRepresentative(caller, input)).unit);
    const persons = await Promise.all(unit.mandates.map(async (mandate) => ({ role: mandate.role, identity: await this.identityOf(unit, mandate) })));
    return { persons: persons.flatMap(({ role, identity }) => (identity === undefined ? [] : [{ role, ...identity }])) };
  }

  /** The legal representative as the unit's register entry has it, an agent as the credential has it. */
  private async identityOf({ unitId }: Unit, { role, credentialNumber }: Unit['mandates'][number]): Promise<Identity | undefined> {
    const found = await (role === 'representative' ? this.representatives.find(unitId) : this.credentials.find(credentialNumber));
    return found && { idType: found.idType, idNo: found.idNo, userName: found.userName };
  }
}
