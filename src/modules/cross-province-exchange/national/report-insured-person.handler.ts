import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { checkIdNumber } from '../../../protocol/identity-documents.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CREDENTIAL_NUMBERS, type CredentialNumbers } from '../../../registry/credential/credential-number.js';
import { CredentialNotices } from '../../../registry/credential/credential-notices.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore, sameIdentity, type Identity, type InsuredPerson } from '../../../registry/person/insured-person.store.js';
import { requireOwnArea } from './own-area.js';

type Row = typeof transactions.reportInsuredPerson;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * Notice 二(二): takes one person's base data and insured place into the national register and gives the person a credential number (4.1). What provinces
 * were told about an activated credential is told them anew when an insured place comes or changes.
 */
@Handles(transactions.reportInsuredPerson)
export class ReportInsuredPersonHandler implements Handler<Row> {
  constructor(
    private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly notices: CredentialNotices,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(CREDENTIAL_NUMBERS) private readonly credentialNumberOf: CredentialNumbers,
  ) {}

  async handle({ input, caller, act }: Call<Input, Output>): Promise<Output> {
    requireOwnArea(caller, input.poolingArea);
    const why = checkIdNumber(input.idType, input.idNo);
    if (why !== undefined) throw refuseField('data.idNo', why);
    const credentialNumber = this.credentialNumberOf(input);
    return act({ subject: credentialNumber, facts: { poolingArea: input.poolingArea } }, async () => {
      const before = await this.findKnown(input);
      if (before === undefined) await this.requireNotFormer(credentialNumber);
      const personId = await this.people.put(input);
      const { poolingArea, insuranceType } = input;
      await this.people.putPlace(personId, { poolingArea, insuranceType });
      const known = await this.credentials.findOfPerson(personId);
      if (known === undefined) await this.credentials.register(credentialNumber, personId, this.clock.now());
      else if (known.state === 'activated' && !isInsuredThere(before, input)) await this.tellAnew(known.credentialNumber);
      return { credentialState: known?.state ?? 'registered' };
    });
  }

  /** A changed name makes another credential (4.4); that is a change of the person's data, not a report of an insured place. */
  private async findKnown(identity: Identity): Promise<InsuredPerson | undefined> {
    const known = await this.people.findByDocument(identity.idType, identity.idNo);
    if (known !== undefined && !sameIdentity(known, identity)) throw refuseField('data.userName', 'is not the name registered with this document');
    return known;
  }

  /** 4.4: who has another document by now is reported under that one; the former one does not come back as somebody else. */
  private async requireNotFormer(credentialNumber: CredentialNumber): Promise<void> {
    if ((await this.credentials.personOf(credentialNumber)) === undefined) return;
    throw refuseField('data.idNo', 'is the former document of a person whose data have changed');
  }

  private async tellAnew(credentialNumber: CredentialNumber): Promise<void> {
    await this.credentials.touch(credentialNumber, this.clock.now());
    await this.notices.tellState(credentialNumber);
  }
}

const isInsuredThere = (person: InsuredPerson | undefined, { poolingArea, insuranceType }: Input): boolean => (
  person?.insuredPlaces.some((place) => place.poolingArea === poolingArea && place.insuranceType === insuranceType) ?? false
);
