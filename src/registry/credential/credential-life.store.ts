import { Injectable } from '@nestjs/common';
import { findMany, insertMany } from '../../kernel/persistence/many-rows.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseCredentialNumber, type CredentialNumber } from '../../protocol/identifiers.js';
import type { CredentialState } from '../../protocol/transactions/credential-record.js';
import { CredentialEntity, type SubjectKind } from './credential.entity.js';
import { SupersessionWatch } from './supersession-watch.js';

/** Whose credential it is. */
export interface CredentialSubject {
  readonly subjectKind: SubjectKind;
  readonly subjectId: string;
}

/** How a credential stands, whoever it is of. */
export interface CredentialLife extends CredentialSubject {
  readonly credentialNumber: CredentialNumber;
  readonly state: CredentialState;
  /** Epoch milliseconds. */
  readonly changedAt: number;
}

/** The lives of credentials, from their registration to their end (4.2, 4.4): the same for persons and units. */
@Injectable()
export class CredentialLifeStore {
  constructor(private readonly work: UnitOfWork, private readonly watch: SupersessionWatch) {}

  async find(credentialNumber: CredentialNumber): Promise<CredentialLife | undefined> {
    const row = await this.rows().findOneBy({ credentialNumber });
    return row === null ? undefined : lifeOf(row);
  }

  /** The credential of a subject that is not superseded. */
  async findCurrent(subjectId: string): Promise<{ credentialNumber: CredentialNumber; state: CredentialState } | undefined> {
    const current = (await this.rows().findBy({ subjectId })).find((row) => row.state !== 'superseded');
    return current && { credentialNumber: parseCredentialNumber(current.credentialNumber), state: current.state };
  }

  /** The credentials of many subjects that are not superseded. */
  async findCurrentOfMany(subjectIds: readonly string[]): Promise<CredentialLife[]> {
    return (await findMany(this.work.reader(), CredentialEntity, 'subjectId', subjectIds)).filter(({ state }) => state !== 'superseded').map(lifeOf);
  }

  /** Which of these credentials stand here, in whatever state. */
  async findMany(credentialNumbers: readonly CredentialNumber[]): Promise<CredentialLife[]> {
    return (await findMany(this.work.reader(), CredentialEntity, 'credentialNumber', credentialNumbers)).map(lifeOf);
  }

  /** Enters credentials that are not activated yet and of which none stands here. In the open unit of work. */
  async registerMany(credentials: readonly Pick<CredentialLife, 'credentialNumber' | keyof CredentialSubject>[], at: number): Promise<void> {
    await insertMany(this.work.writer(), CredentialEntity, credentials.map((each) => ({ ...each, state: 'registered' as const, changedAt: at })));
  }

  /**
   * Enters a credential that is not activated yet. In the open unit of work. Who returns to a former identity gets its number again (INT-44): the number
   * follows from the identity.
   */
  async register(credentialNumber: CredentialNumber, { subjectKind, subjectId }: CredentialSubject, at: number): Promise<void> {
    const former = await this.rows().findOneBy({ credentialNumber, state: 'superseded' });
    const row = { credentialNumber, subjectKind, subjectId, state: 'registered' as const, changedAt: former === null ? at : after(former, at) };
    if (former === null) await this.writable().insert(row);
    else await this.writable().save(row);
  }

  /** Moves a credential from one state to another; false when it was not in that state. In the open unit of work. */
  async move(credentialNumber: CredentialNumber, from: CredentialState, to: CredentialState, at: number): Promise<boolean> {
    const row = await this.rows().findOneBy({ credentialNumber, state: from });
    if (row === null) return false;
    const moved = await this.writable().update({ credentialNumber, state: from }, { state: to, changedAt: after(row, at) });
    return moved.affected === 1;
  }

  /** Notes that what is told of this credential has changed, though not its state. In the open unit of work. */
  async touch(credentialNumber: CredentialNumber, at: number): Promise<void> {
    const row = await this.writable().findOneByOrFail({ credentialNumber });
    await this.writable().update({ credentialNumber }, { changedAt: after(row, at) });
  }

  /** 4.4: ends a credential; whatever was made of it is void at once. Gives the moment. In the open unit of work. */
  async supersede(credentialNumber: CredentialNumber, at: number): Promise<number> {
    const row = await this.writable().findOneByOrFail({ credentialNumber });
    const changedAt = after(row, at);
    await this.writable().update({ credentialNumber }, { state: 'superseded', changedAt });
    await this.watch.tell(credentialNumber);
    return changedAt;
  }

  /** Takes over how a credential stands with national; an end voids here what was made of it. In the open unit of work. */
  async put(life: CredentialLife): Promise<void> {
    const { credentialNumber, state } = life;
    const ends = state === 'superseded' && !(await this.rows().existsBy({ credentialNumber, state }));
    await this.writable().save(life);
    if (ends) await this.watch.tell(credentialNumber);
  }

  private rows() {
    return this.work.reader().getRepository(CredentialEntity);
  }

  private writable() {
    return this.work.writer().getRepository(CredentialEntity);
  }
}

const lifeOf = ({ credentialNumber, subjectKind, subjectId, state, changedAt }: CredentialEntity): CredentialLife => (
  { credentialNumber: parseCredentialNumber(credentialNumber), subjectKind, subjectId, state, changedAt }
);

/** Later than what was told before, also when the clock was set back: a receiver keeps the newest word. */
const after = (row: Pick<CredentialEntity, 'changedAt'>, at: number): number => Math.max(at, row.changedAt + 1);
