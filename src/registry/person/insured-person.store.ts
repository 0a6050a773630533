import { Inject, Injectable } from '@nestjs/common';
import { IDS, type Ids } from '../../kernel/ids.js';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { findMany, insertMany } from '../../kernel/persistence/many-rows.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parsePoolingArea, type PoolingArea } from '../../protocol/identifiers.js';
import { normaliseIdNo, normaliseName } from '../../protocol/identity-documents.js';
import { refuse } from '../../protocol/refusal.js';
import { InsuredPersonEntity } from './insured-person.entity.js';
import { InsuredPlaceEntity } from './insured-place.entity.js';

/** Who a person is, in the standard's three fields (4.1). */
export interface Identity {
  readonly idType: string;
  readonly idNo: string;
  readonly userName: string;
}

export interface InsuredPlace {
  readonly poolingArea: PoolingArea;
  readonly insuranceType: string;
}

export interface InsuredPerson extends Identity {
  readonly personId: string;
  readonly insuredPlaces: readonly InsuredPlace[];
}

/** The same person is written in one way only: number and name normalised. */
export function normaliseIdentity({ idType, idNo, userName }: Identity): Identity {
  return { idType, idNo: normaliseIdNo(idType, idNo), userName: normaliseName(userName) };
}

/** Whether both are the same person with the same name. */
export function sameIdentity(left: Identity, right: Identity): boolean {
  const [one, other] = [normaliseIdentity(left), normaliseIdentity(right)];
  return one.idType === other.idType && one.idNo === other.idNo && one.userName === other.userName;
}

/** The register of insured persons and their insured places. */
@Injectable()
export class InsuredPersonStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection, @Inject(IDS) private readonly ids: Ids) {}

  async findByDocument(idType: string, idNo: string): Promise<InsuredPerson | undefined> {
    return this.opened(await this.people().findOneBy({ identityIndex: this.indexOf(idType, idNo) }));
  }

  async find(personId: string): Promise<InsuredPerson | undefined> {
    return this.opened(await this.people().findOneBy({ personId }));
  }

  /** The persons who stand there with any of these documents, for a whole batch at once. */
  async findByDocuments(documents: readonly Pick<Identity, 'idType' | 'idNo'>[]): Promise<InsuredPerson[]> {
    const rows = await findMany(this.work.reader(), InsuredPersonEntity, 'identityIndex', documents.map(({ idType, idNo }) => this.indexOf(idType, idNo)));
    const places = await findMany(this.work.reader(), InsuredPlaceEntity, 'personId', rows.map(({ personId }) => personId));
    const placesOf = new Map(rows.map(({ personId }): [string, InsuredPlaceEntity[]] => [personId, []]));
    for (const place of places) placesOf.get(place.personId)?.push(place);
    return rows.map((row) => this.open(row, placesOf.get(row.personId) ?? []));
  }

  /** The person behind an identity somebody handed over: unknown is `500050`, known under another name `500028`. */
  async require(identity: Identity): Promise<InsuredPerson> {
    const person = await this.findByDocument(identity.idType, identity.idNo);
    if (person === undefined) throw refuse('personNotFound', { diagnosis: 'no base information under this document' });
    if (!sameIdentity(person, identity)) throw refuse('realNameFailed', { diagnosis: 'the name is not the one in the base information' });
    return person;
  }

  /** Enters a person, or gives the one who stands there with this document; a changed name is written over. In the open unit of work. */
  async put(given: Identity): Promise<string> {
    const identity = normaliseIdentity(given);
    const known = await this.people().findOneBy({ identityIndex: this.indexOf(identity.idType, identity.idNo) });
    const personId = known?.personId ?? this.ids.id();
    await this.work.writer().getRepository(InsuredPersonEntity).save(this.sealed(personId, identity));
    return personId;
  }

  /** Enters persons of whom none stands there yet, and gives their ids in this order. In the open unit of work. */
  async enterMany(identities: readonly Identity[]): Promise<string[]> {
    const rows = identities.map((identity) => this.sealed(this.ids.id(), normaliseIdentity(identity)));
    await insertMany(this.work.writer(), InsuredPersonEntity, rows);
    return rows.map(({ personId }) => personId);
  }

  /** Enters insured places of which none stands there yet. In the open unit of work. */
  async enterPlaces(places: readonly (InsuredPlace & { readonly personId: string })[]): Promise<void> {
    await insertMany(this.work.writer(), InsuredPlaceEntity, places);
  }

  /** 4.4: gives a person another name or document. In the open unit of work; nobody else may stand there with that document. */
  async changeIdentity(personId: string, given: Identity): Promise<void> {
    await this.work.writer().getRepository(InsuredPersonEntity).update({ personId }, this.sealed(personId, normaliseIdentity(given)));
  }

  /** Enters one insured place, or changes the insurance type there. In the open unit of work. */
  async putPlace(personId: string, place: InsuredPlace): Promise<void> {
    await this.work.writer().getRepository(InsuredPlaceEntity).save({ personId, ...place });
  }

  /** Makes these the only insured places of a person. In the open unit of work. */
  async replacePlaces(personId: string, places: readonly InsuredPlace[]): Promise<void> {
    const rows = this.work.writer().getRepository(InsuredPlaceEntity);
    await rows.delete({ personId });
    await rows.insert(places.map((place) => ({ personId, ...place })));
  }

  private sealed(personId: string, { idType, idNo, userName }: Identity): InsuredPersonEntity {
    return {
      personId, idType, identityIndex: this.indexOf(idType, idNo),
      idNo: this.protection.seal(idNo, `insured_person.id_no:${personId}`),
      userName: this.protection.seal(userName, `insured_person.user_name:${personId}`),
    };
  }

  private people() {
    return this.work.reader().getRepository(InsuredPersonEntity);
  }

  private async opened(row: InsuredPersonEntity | null): Promise<InsuredPerson | undefined> {
    if (row === null) return undefined;
    const places = await this.work.reader().getRepository(InsuredPlaceEntity).find({ where: { personId: row.personId }, order: { poolingArea: 'ASC' } });
    return this.open(row, places);
  }

  private open({ personId, idType, idNo, userName }: InsuredPersonEntity, places: readonly InsuredPlaceEntity[]): InsuredPerson {
    return {
      personId, idType,
      idNo: this.protection.open(idNo, `insured_person.id_no:${personId}`),
      userName: this.protection.open(userName, `insured_person.user_name:${personId}`),
      insuredPlaces: places.map(({ poolingArea, insuranceType }) => ({ poolingArea: parsePoolingArea(poolingArea), insuranceType })),
    };
  }

  private indexOf(idType: string, idNo: string): string {
    return this.protection.blindIndex('person.document', `${idType} ${normaliseIdNo(idType, idNo)}`);
  }
}
