import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { parseProvinceCode, type ProvinceCode } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore } from '../../../registry/person/insured-person.store.js';
import { requireOwnPlaces, withPlacesOf } from '../../../registry/person/insured-places.rules.js';
import { InsuredPlaceChanges } from './insured-place-changes.js';

type Row = typeof transactions.reportInsuredPlaces;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.3.2.2 c: a province says where in it a person is insured; national corrects the master and tells whoever holds the person's data. */
@Handles(transactions.reportInsuredPlaces)
export class ReportInsuredPlacesHandler implements Handler<Row> {
  constructor(
    private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly changes: InsuredPlaceChanges, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, act }: Call<Input, Output>): Promise<Output> {
    const province = parseProvinceCode(caller.ownerId);
    requireOwnPlaces(input.insuredPlaces, province);
    const personId = await this.personOf(input);
    return act({ subject: personId, facts: { province, places: input.insuredPlaces.length } }, async () => {
      await this.replace(personId, province, input);
      return { effectiveAt: this.clock.now() };
    });
  }

  /** By the credential where the province knows it; else by the identity: unknown is `500050`, known under another name `500028`. */
  private async personOf(input: Input): Promise<string> {
    const known = input.credentialNumber && (await this.credentials.personOf(input.credentialNumber));
    return known ?? (await this.people.require(input)).personId;
  }

  private async replace(personId: string, province: ProvinceCode, { insuredPlaces, changedAt, credentialNumber }: Input): Promise<void> {
    const known = (await this.people.find(personId))?.insuredPlaces ?? [];
    await this.people.replacePlaces(personId, withPlacesOf(province, insuredPlaces, known));
    await this.changes.tell(personId, { province, report: changedAt, credentialNumber });
  }
}
