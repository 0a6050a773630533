import { Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../protocol/identifiers.js';
import type { CredentialRecord, CredentialState } from '../../protocol/transactions/credential-record.js';
import { FormerIdentityStore } from '../person/former-identity.store.js';
import { InsuredPersonStore, sameIdentity, type Identity } from '../person/insured-person.store.js';
import { UnansweredPlacesStore } from '../person/unanswered-places.store.js';
import { CredentialLifeStore, type CredentialLife } from './credential-life.store.js';

/** The credentials of persons. National holds the master, a province what it was told. A unit's credential stands in no register here. */
@Injectable()
export class CredentialStore {
  constructor(
    private readonly lives: CredentialLifeStore, private readonly people: InsuredPersonStore, private readonly former: FormerIdentityStore,
    private readonly unanswered: UnansweredPlacesStore,
  ) {}

  /**
   * A credential with its person, as it is told to provinces; undefined where it stands in no register of this tier. A superseded one carries the
   * identity it was made for, not the one the person has now.
   */
  async find(credentialNumber: CredentialNumber): Promise<CredentialRecord | undefined> {
    const life = await this.lifeOfPerson(credentialNumber);
    const person = life && (await this.people.find(life.subjectId));
    if (life === undefined || person === undefined) return undefined;
    const { state, changedAt } = life;
    const { idType, idNo, userName } = (state === 'superseded' ? await this.former.find(credentialNumber) : undefined) ?? person;
    return { credentialNumber, state, idType, idNo, userName, insuredPlaces: [...person.insuredPlaces], changedAt };
  }

  /** Whose credential it is; undefined where it stands in no register of this tier. */
  async personOf(credentialNumber: CredentialNumber): Promise<string | undefined> {
    return (await this.lifeOfPerson(credentialNumber))?.subjectId;
  }

  /** The credential of a person that is not superseded. */
  findOfPerson(personId: string): Promise<{ credentialNumber: CredentialNumber; state: CredentialState } | undefined> {
    return this.lives.findCurrent(personId);
  }

  /** The credential of whoever has this document and this name, that is not superseded. */
  async findOfIdentity(identity: Identity): Promise<{ credentialNumber: CredentialNumber; state: CredentialState } | undefined> {
    const person = await this.people.findByDocument(identity.idType, identity.idNo);
    return person !== undefined && sameIdentity(person, identity) ? this.findOfPerson(person.personId) : undefined;
  }

  /** Enters a credential that is not activated yet. In the open unit of work. */
  async register(credentialNumber: CredentialNumber, personId: string, at: number): Promise<void> {
    await this.lives.register(credentialNumber, { subjectKind: 'person', subjectId: personId }, at);
  }

  /** Moves a credential from one state to another; false when it was not in that state. In the open unit of work. */
  move(credentialNumber: CredentialNumber, from: CredentialState, to: CredentialState, at: number): Promise<boolean> {
    return this.lives.move(credentialNumber, from, to, at);
  }

  /** Notes that what is told of this credential has changed, though not its state. In the open unit of work. */
  async touch(credentialNumber: CredentialNumber, at: number): Promise<void> {
    await this.lives.touch(credentialNumber, at);
  }

  /** 4.4: ends a credential, and keeps the identity it was made for. Call it before that changes, in the open unit of work. */
  async supersede(credentialNumber: CredentialNumber, at: number): Promise<void> {
    const personId = await this.personOf(credentialNumber);
    const person = personId === undefined ? undefined : await this.people.find(personId);
    if (person === undefined) throw new Error('a credential has no person');
    const changedAt = await this.lives.supersede(credentialNumber, at);
    await this.former.keep(credentialNumber, person.personId, person, changedAt);
  }

  /** Takes over what national says of a credential; an older word does not replace a newer one. In the open unit of work. */
  async takeOver(record: CredentialRecord): Promise<void> {
    const { credentialNumber, state, changedAt } = record;
    const known = await this.lifeOfPerson(credentialNumber);
    if (known !== undefined && known.changedAt > changedAt) return;
    const subjectId = state === 'superseded' ? await this.endOf(record, known) : await this.people.put(record);
    if (state !== 'superseded') await this.people.replacePlaces(subjectId, await this.unanswered.over(credentialNumber, record.insuredPlaces));
    await this.lives.put({ credentialNumber, subjectKind: 'person', subjectId, state, changedAt });
  }

  /** A superseded credential says nothing about the person any more: what stands here of the person is kept, the identity moves to the history. */
  private async endOf(record: CredentialRecord, known: CredentialLife | undefined): Promise<string> {
    const { credentialNumber, idType, idNo, changedAt } = record;
    if (known?.state === 'superseded') return known.subjectId;
    const personId = known?.subjectId ?? (await this.people.findByDocument(idType, idNo))?.personId ?? (await this.people.put(record));
    await this.former.keep(credentialNumber, personId, record, changedAt);
    await this.unanswered.forget(credentialNumber);
    return personId;
  }

  private async lifeOfPerson(credentialNumber: CredentialNumber): Promise<CredentialLife | undefined> {
    const life = await this.lives.find(credentialNumber);
    return life?.subjectKind === 'person' ? life : undefined;
  }
}
