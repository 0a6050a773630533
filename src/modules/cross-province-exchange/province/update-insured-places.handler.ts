import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { TierIdentity } from '../../../kernel/host/tier-identity.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore, sameIdentity } from '../../../registry/person/insured-person.store.js';
import { requireOwnPlaces } from '../../../registry/person/insured-places.rules.js';
import { provinceOfPeer } from '../../../registry/province/peer-names.js';
import { NATIONAL_GATEWAY, type NationalGateway } from './national-gateway.port.js';
import { OwnPlaces } from './own-places.js';

type Row = typeof transactions.updateInsuredPlaces;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * 6.3.2.2 c, INT-72: the local core business system is the first to know where in its province a person is insured. Known here: it takes effect at once
 * and national is told. Not known here (not activated, another name, insured here for the first time): national alone can say whose place it is.
 */
@Handles(transactions.updateInsuredPlaces)
export class UpdateInsuredPlacesHandler implements Handler<Row> {
  constructor(
    private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly own: OwnPlaces,
    private readonly tier: TierIdentity, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input } = call;
    const province = provinceOfPeer(this.tier.name);
    requireOwnPlaces(input.insuredPlaces, province);
    const credentialNumber = await this.findCredential(input);
    if (credentialNumber === undefined) return this.national.ask(transactions.reportInsuredPlaces, { ...input, changedAt: call.at }, call.derivedId('report'));
    return call.act({ subject: credentialNumber, facts: { places: input.insuredPlaces.length } }, async () => {
      await this.own.replace(credentialNumber, province, input);
      return { effectiveAt: this.clock.now() };
    });
  }

  /** The person's credential as far as this province knows the person, by this name. */
  private async findCredential(input: Input): Promise<CredentialNumber | undefined> {
    const person = await this.people.findByDocument(input.idType, input.idNo);
    if (person === undefined || !sameIdentity(person, input)) return undefined;
    return (await this.credentials.findOfPerson(person.personId))?.credentialNumber;
  }
}
