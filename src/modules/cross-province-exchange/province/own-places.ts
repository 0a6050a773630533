import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { OutboxStore } from '../../../kernel/outbox/outbox.store.js';
import type { CredentialNumber, ProvinceCode } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore } from '../../../registry/person/insured-person.store.js';
import { placesIn, samePlaces, withPlacesOf } from '../../../registry/person/insured-places.rules.js';
import { UnansweredPlacesStore } from '../../../registry/person/unanswered-places.store.js';
import { NATIONAL } from '../../../registry/province/peer-names.js';

type Update = ShapeType<typeof transactions.updateInsuredPlaces.input>;

/** A person's insured places in this province, as its own local core business system tells them. */
@Injectable()
export class OwnPlaces {
  constructor(
    private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly unanswered: UnansweredPlacesStore,
    private readonly outbox: OutboxStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes these the person's only places in this province, here at once and on the way to national. In the open unit of work. */
  async replace(credentialNumber: CredentialNumber, province: ProvinceCode, update: Update): Promise<void> {
    const personId = await this.credentials.personOf(credentialNumber);
    const person = personId === undefined ? undefined : await this.people.find(personId);
    if (person === undefined) throw new Error('a credential has no person');
    const { insuredPlaces: own } = update;
    if (samePlaces(own, placesIn(province, person.insuredPlaces))) return;
    await this.people.replacePlaces(person.personId, withPlacesOf(province, own, person.insuredPlaces));
    // The credential's own changedAt stays national's: what national says of it later counts, whatever the clock here says.
    const changedAt = await this.unanswered.note(credentialNumber, province, own, this.clock.now());
    await this.outbox.append(NATIONAL, credentialNumber, transactions.reportInsuredPlaces, { ...update, credentialNumber, changedAt });
  }
}
