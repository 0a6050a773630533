import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { CredentialNumber } from '../../protocol/identifiers.js';
import type { CredentialState } from '../../protocol/transactions/credential-record.js';
import type { RefusedRecordReason } from '../../protocol/transactions/report-insured-batch.js';
import { InsuredPersonStore, normaliseIdentity, sameIdentity, type Identity, type InsuredPlace } from '../person/insured-person.store.js';
import { CREDENTIAL_NUMBERS, type CredentialNumbers } from './credential-number.js';
import { CredentialLifeStore } from './credential-life.store.js';
import { CredentialNotices } from './credential-notices.js';

/** Somebody as insured in one pooling area (notice 二(二)). */
export interface ReportedPerson extends Identity, InsuredPlace {}

/** What became of one report; refused ones say why, and which field does not fit. */
export type ReportResult =
  | { readonly outcome: 'taken' | 'known'; readonly credentialNumber: CredentialNumber; readonly credentialState: CredentialState }
  | { readonly outcome: 'refused'; readonly reason: RefusedRecordReason; readonly field: 'idNo' | 'userName'; readonly why: string };

/** A person as a batch finds and changes them. */
interface Subject {
  readonly identity: Identity;
  readonly credentialNumber: CredentialNumber;
  readonly state: CredentialState;
  /** Undefined until the person is entered. */
  personId: string | undefined;
  /** Insurance type by pooling area, as they stand here. */
  readonly places: Map<string, string>;
}

/** What a batch has to write. */
interface Changes {
  readonly enter: Subject[];
  readonly addPlace: { readonly subject: Subject; readonly place: InsuredPlace }[];
  readonly changePlace: { readonly subject: Subject; readonly place: InsuredPlace }[];
}

/**
 * Notice 二(二): takes reported people into the national register, one or hundreds at a time. Whoever is new gets a credential (4.1); whoever is known gets
 * one more insured place, whichever province said it. National tier only.
 */
@Injectable()
export class InsuredPersonReports {
  constructor(
    private readonly people: InsuredPersonStore, private readonly lives: CredentialLifeStore, private readonly notices: CredentialNotices,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(CREDENTIAL_NUMBERS) private readonly credentialNumberOf: CredentialNumbers,
  ) {}

  /** The results stand in the order of the reports. Document numbers are checked before. In the open unit of work. */
  async enter(reports: readonly ReportedPerson[]): Promise<ReportResult[]> {
    const subjects = await this.known(reports);
    const former = await this.formerNumbers(reports.filter((report) => !subjects.has(keyOf(report))));
    const changes: Changes = { enter: [], addPlace: [], changePlace: [] };
    const results = reports.map((report) => this.judge(report, subjects, former, changes));
    await this.write(changes);
    return results;
  }

  private judge(report: ReportedPerson, subjects: Map<string, Subject>, former: ReadonlySet<string>, changes: Changes): ReportResult {
    let subject = subjects.get(keyOf(report));
    if (subject === undefined) {
      subject = this.newcomer(report);
      if (former.has(subject.credentialNumber)) return FORMER_DOCUMENT;
      subjects.set(keyOf(report), subject);
      changes.enter.push(subject);
    }
    if (!sameIdentity(subject.identity, report)) return NAME_DIFFERS;
    const { credentialNumber, state: credentialState } = subject;
    return { outcome: placed(report, subject, changes) ? 'taken' : 'known', credentialNumber, credentialState };
  }

  private newcomer(report: Identity): Subject {
    return { identity: normaliseIdentity(report), credentialNumber: this.credentialNumberOf(report), state: 'registered', personId: undefined, places: new Map() };
  }

  private async known(reports: readonly Identity[]): Promise<Map<string, Subject>> {
    const people = await this.people.findByDocuments(reports);
    const lives = new Map((await this.lives.findCurrentOfMany(people.map(({ personId }) => personId))).map((life) => [life.subjectId, life]));
    const subjects = await Promise.all(people.map(async (person): Promise<Subject> => {
      const { credentialNumber, state } = lives.get(person.personId) ?? await this.registerAgain(person.personId, person);
      const places = new Map(person.insuredPlaces.map(({ poolingArea, insuranceType }) => [poolingArea as string, insuranceType]));
      return { identity: person, credentialNumber, state, personId: person.personId, places };
    }));
    return new Map(subjects.map((subject) => [keyOf(subject.identity), subject]));
  }

  private async registerAgain(personId: string, identity: Identity): Promise<Pick<Subject, 'credentialNumber' | 'state'>> {
    const credentialNumber = this.credentialNumberOf(identity);
    await this.lives.register(credentialNumber, { subjectKind: 'person', subjectId: personId }, this.clock.now());
    return { credentialNumber, state: 'registered' };
  }

  /** 4.4: who has another document by now is reported under that one; the former one does not come back as somebody else. */
  private async formerNumbers(unknown: readonly Identity[]): Promise<ReadonlySet<string>> {
    return new Set((await this.lives.findMany(unknown.map((each) => this.credentialNumberOf(each)))).map(({ credentialNumber }) => credentialNumber));
  }

  private async write({ enter, addPlace, changePlace }: Changes): Promise<void> {
    const ids = await this.people.enterMany(enter.map(({ identity }) => identity));
    enter.forEach((subject, index) => { subject.personId = ids[index]; });
    const credentials = enter.map((subject) => ({ credentialNumber: subject.credentialNumber, subjectKind: 'person' as const, subjectId: idOf(subject) }));
    await this.lives.registerMany(credentials, this.clock.now());
    await this.people.enterPlaces(addPlace.map(({ subject, place }) => ({ personId: idOf(subject), ...place })));
    for (const { subject, place } of changePlace) await this.people.putPlace(idOf(subject), place);
    const told = [...addPlace, ...changePlace].map(({ subject }) => subject).filter(({ state }) => state === 'activated');
    for (const { credentialNumber } of new Set(told)) await this.tellAnew(credentialNumber);
  }

  /** What provinces were told about an activated credential is told them anew when an insured place comes or changes. */
  private async tellAnew(credentialNumber: CredentialNumber): Promise<void> {
    await this.lives.touch(credentialNumber, this.clock.now());
    await this.notices.tellState(credentialNumber);
  }
}

/** A changed name makes another credential (4.4); that is a change of the person's data, not a report of an insured place. */
const NAME_DIFFERS: ReportResult = { outcome: 'refused', reason: 'nameDiffers', field: 'userName', why: 'is not the name registered with this document' };
const FORMER_DOCUMENT: ReportResult = {
  outcome: 'refused', reason: 'formerDocument', field: 'idNo', why: 'is the former document of a person whose data have changed',
};

/** Notes the place with what has to be written; false where it stands there already. */
function placed({ poolingArea, insuranceType }: ReportedPerson, subject: Subject, { addPlace, changePlace }: Changes): boolean {
  const before = subject.places.get(poolingArea);
  if (before === insuranceType) return false;
  (before === undefined ? addPlace : changePlace).push({ subject, place: { poolingArea, insuranceType } });
  subject.places.set(poolingArea, insuranceType);
  return true;
}

function keyOf(identity: Identity): string {
  const { idType, idNo } = normaliseIdentity(identity);
  return `${idType} ${idNo}`;
}

function idOf({ personId }: Subject): string {
  if (personId === undefined) throw new Error('a person was not entered');
  return personId;
}
