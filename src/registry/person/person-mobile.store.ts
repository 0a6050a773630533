import { Injectable } from '@nestjs/common';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseMobileNumber, type MobileNumber } from '../../protocol/identifiers.js';
import { PersonMobileEntity } from './person-mobile.entity.js';

/** The mobile numbers people have proven to hold. National tier only. */
@Injectable()
export class PersonMobileStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Makes this the person's number. In the open unit of work. */
  async bind(personId: string, mobile: MobileNumber, boundAt: number): Promise<void> {
    await this.work.writer().getRepository(PersonMobileEntity).save({
      personId, mobileIndex: this.indexOf(mobile), mobile: this.protection.seal(mobile, contextOf(personId)), boundAt,
    });
  }

  async find(personId: string): Promise<MobileNumber | undefined> {
    const row = await this.work.reader().getRepository(PersonMobileEntity).findOneBy({ personId });
    return row === null ? undefined : parseMobileNumber(this.protection.open(row.mobile, contextOf(personId)));
  }

  /** The persons who hold this number: a family may share a telephone. */
  async findPersons(mobile: MobileNumber): Promise<string[]> {
    const rows = await this.work.reader().getRepository(PersonMobileEntity).findBy({ mobileIndex: this.indexOf(mobile) });
    return rows.map((row) => row.personId);
  }

  private indexOf(mobile: MobileNumber): string {
    return this.protection.blindIndex('person_mobile.mobile', mobile);
  }
}

const contextOf = (personId: string): string => `person_mobile.mobile:${personId}`;
