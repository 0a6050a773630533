import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseCredentialNumber, type CredentialNumber } from '../../protocol/identifiers.js';
import type { CredentialRecord, CredentialState } from '../../protocol/transactions/credential-record.js';
import { FormerIdentityStore } from '../person/former-identity.store.js';
import { InsuredPersonStore, sameIdentity, type Identity } from '../person/insured-person.store.js';
import { UnansweredPlacesStore } from '../person/unanswered-places.store.js';
import { CredentialEntity } from './credential.entity.js';
import { SupersessionWatch } from './supersession-watch.js';

/** The register of credentials. National holds the master, a province what it was told. */
@Injectable()
export class CredentialStore {
  constructor(
    private readonly work: UnitOfWork, private readonly people: InsuredPersonStore, private readonly former: FormerIdentityStore,
    private readonly watch: SupersessionWatch, private readonly unanswered: UnansweredPlacesStore,
  ) {}

  /**
   * A credential with its person, as it is told to provinces; undefined where it stands in no register of this tier. A superseded one carries the
   * identity it was made for, not the one the person has now.
   */
  async find(credentialNumber: CredentialNumber): Promise<CredentialRecord | undefined> {
    const row = await this.credentials().findOneBy({ credentialNumber });
    const person = row === null ? undefined : await this.people.find(row.personId);
    if (row === null || person === undefined) return undefined;
    const { idType, idNo, userName } = (row.state === 'superseded' ? await this.former.find(credentialNumber) : undefined) ?? person;
    return { credentialNumber, state: row.state, idType, idNo, userName, insuredPlaces: [...person.insuredPlaces], changedAt: row.changedAt };
  }

  /** Whose credential it is; undefined where it stands in no register of this tier. */
  async personOf(credentialNumber: CredentialNumber): Promise<string | undefined> {
    return (await this.credentials().findOneBy({ credentialNumber }))?.personId;
  }

  /** The credential of a person that is not superseded. */
  async findOfPerson(personId: string): Promise<{ credentialNumber: CredentialNumber; state: CredentialState } | undefined> {
    const rows = await this.credentials().findBy({ personId });
    const current = rows.find((row) => row.state !== 'superseded');
    return current && { credentialNumber: parseCredentialNumber(current.credentialNumber), state: current.state };
  }

  /** The credential of whoever has this document and this name, that is not superseded. */
  async findOfIdentity(identity: Identity): Promise<{ credentialNumber: CredentialNumber; state: CredentialState } | undefined> {
    const person = await this.people.findByDocument(identity.idType, identity.idNo);
    return person !== undefined && sameIdentity(person, identity) ? this.findOfPerson(person.personId) : undefined;
  }

  /**
   * Enters a credential that is not activated yet. In the open unit of work. Who returns to a former identity gets its number again (INT-44): the number
   * follows from the identity.
   */
  async register(credentialNumber: CredentialNumber, personId: string, at: number): Promise<void> {
    const former = await this.credentials().findOneBy({ credentialNumber, state: 'superseded' });
    const row = { credentialNumber, personId, state: 'registered' as const, changedAt: former === null ? at : after(former, at) };
    if (former === null) await this.writable().insert(row);
    else await this.writable().save(row);
  }

  /** Moves a credential from one state to another; false when it was not in that state. In the open unit of work. */
  async move(credentialNumber: CredentialNumber, from: CredentialState, to: CredentialState, at: number): Promise<boolean> {
    const row = await this.credentials().findOneBy({ credentialNumber, state: from });
    if (row === null) return false;
    const moved = await this.writable().update({ credentialNumber, state: from }, { state: to, changedAt: after(row, at) });
    return moved.affected === 1;
  }

  /** Notes that what is told of this credential has changed, though not its state. In the open unit of work. */
  async touch(credentialNumber: CredentialNumber, at: number): Promise<void> {
    const row = await this.writable().findOneByOrFail({ credentialNumber });
    await this.writable().update({ credentialNumber }, { changedAt: after(row, at) });
  }

  /** 4.4: ends a credential, and keeps the identity it was made for. Call it before that changes, in the open unit of work. */
  async supersede(credentialNumber: CredentialNumber, at: number): Promise<void> {
    const row = await this.writable().findOneByOrFail({ credentialNumber });
    const person = await this.people.find(row.personId);
    if (person === undefined) throw new Error('a credential has no person');
    const changedAt = after(row, at);
    await this.former.keep(credentialNumber, row.personId, person, changedAt);
    await this.writable().update({ credentialNumber }, { state: 'superseded', changedAt });
    await this.watch.tell(credentialNumber);
  }

  /** Takes over what national says of a credential; an older word does not replace a newer one. In the open unit of work. */
  async takeOver(record: CredentialRecord): Promise<void> {
    const { credentialNumber, state, changedAt } = record;
    const known = await this.credentials().findOneBy({ credentialNumber });
    if (known !== null && known.changedAt > changedAt) return;
    const personId = state === 'superseded' ? await this.endOf(record, known) : await this.people.put(record);
    if (state !== 'superseded') await this.people.replacePlaces(personId, await this.unanswered.over(credentialNumber, record.insuredPlaces));
    await this.writable().save({ credentialNumber, personId, state, changedAt });
  }

  /** A superseded credential says nothing about the person any more: what stands here of the person is kept, the identity moves to the history. */
  private async endOf(record: CredentialRecord, known: CredentialEntity | null): Promise<string> {
    const { credentialNumber, idType, idNo, changedAt } = record;
    if (known?.state === 'superseded') return known.personId;
    const personId = known?.personId ?? (await this.people.findByDocument(idType, idNo))?.personId ?? (await this.people.put(record));
    await this.former.keep(credentialNumber, personId, record, changedAt);
    await this.unanswered.forget(credentialNumber);
    await this.watch.tell(credentialNumber);
    return personId;
  }

  private credentials() {
    return this.work.reader().getRepository(CredentialEntity);
  }

  private writable() {
    return this.work.writer().getRepository(CredentialEntity);
  }
}

/** Later than what was told before, also when the clock was set back: a receiver keeps the newest word. */
const after = (row: Pick<CredentialEntity, 'changedAt'>, at: number): number => Math.max(at, row.changedAt + 1);
