import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseCredentialNumber, type CredentialNumber } from '../../protocol/identifiers.js';
import type { CredentialRecord, CredentialState } from '../../protocol/transactions/credential-record.js';
import { InsuredPersonStore } from '../person/insured-person.store.js';
import { CredentialEntity } from './credential.entity.js';

/** The register of credentials. National holds the master, a province what it was told. */
@Injectable()
export class CredentialStore {
  constructor(private readonly work: UnitOfWork, private readonly people: InsuredPersonStore) {}

  /** A credential with its person, as it is told to provinces; undefined where it stands in no register of this tier. */
  async find(credentialNumber: CredentialNumber): Promise<CredentialRecord | undefined> {
    const row = await this.credentials().findOneBy({ credentialNumber });
    const person = row === null ? undefined : await this.people.find(row.personId);
    if (row === null || person === undefined) return undefined;
    const { idType, idNo, userName, insuredPlaces } = person;
    return { credentialNumber, state: row.state, idType, idNo, userName, insuredPlaces: [...insuredPlaces], changedAt: row.changedAt };
  }

  /** The credential of a person that is not superseded. */
  async findOfPerson(personId: string): Promise<{ credentialNumber: CredentialNumber; state: CredentialState } | undefined> {
    const rows = await this.credentials().findBy({ personId });
    const current = rows.find((row) => row.state !== 'superseded');
    return current && { credentialNumber: parseCredentialNumber(current.credentialNumber), state: current.state };
  }

  /** Enters a credential that is not activated yet. In the open unit of work. */
  async register(credentialNumber: CredentialNumber, personId: string, at: number): Promise<void> {
    await this.work.writer().getRepository(CredentialEntity).insert({ credentialNumber, personId, state: 'registered', changedAt: at });
  }

  /** Moves a credential from one state to another; false when it was not in that state. In the open unit of work. */
  async move(credentialNumber: CredentialNumber, from: CredentialState, to: CredentialState, at: number): Promise<boolean> {
    const moved = await this.work.writer().getRepository(CredentialEntity).update({ credentialNumber, state: from }, { state: to, changedAt: at });
    return moved.affected === 1;
  }

  /** Takes over what national says of a credential; an older word does not replace a newer one. In the open unit of work. */
  async takeOver(record: CredentialRecord): Promise<void> {
    const { credentialNumber, state, changedAt, insuredPlaces } = record;
    const known = await this.credentials().findOneBy({ credentialNumber });
    if (known !== null && known.changedAt > changedAt) return;
    const personId = await this.people.put(record);
    await this.people.replacePlaces(personId, insuredPlaces);
    await this.work.writer().getRepository(CredentialEntity).save({ credentialNumber, personId, state, changedAt });
  }

  private credentials() {
    return this.work.reader().getRepository(CredentialEntity);
  }
}
