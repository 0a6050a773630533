import { findMany, insertMany, pieces, tuples } from '../../../kernel/persistence/many-rows.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { parsePoolingArea, type CredentialNumber } from '../../../protocol/identifiers.js';
import type { ReportedPerson } from '../../../registry/credential/insured-person-reports.js';
import { BasePersonEntity } from './base-person.entity.js';
import { InsuredPeriodEntity } from './insured-period.entity.js';
import type { KeptPeriod, KeptPerson, KeyedRow } from './intake-periods.rules.js';
import type { CleanRow } from './intake-row.rules.js';

/** Somebody who stands here, as later rows find them. */
export interface StoredPerson extends KeptPerson {
  readonly personNo: number;
}

/** A clean row with the batch in which it is reported; 0 where it is not. */
export interface BatchedRow extends KeyedRow {
  readonly batch: number;
}

/** One line of a batch for the national tier. */
export interface BatchRecord extends ReportedPerson {
  readonly personNo: number;
  readonly insuredFrom: string;
  readonly line: number;
}

const contextOf = (personKey: string): string => `base_person.identity:${personKey}`;

/** 基础信息 and 参保信息 of a province, as its files said them (notice 二(二)). Numbers and names are sealed; people are found by blind index. */
export class BaseDataStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** By what a person is found. */
  keyOf({ idType, idNo }: Pick<CleanRow, 'idType' | 'idNo'>): string {
    return this.protection.blindIndex('base.document', `${idType} ${idNo}`);
  }

  /** Those of many people who stand here, with their periods, by key. */
  async findMany(personKeys: readonly string[]): Promise<Map<string, StoredPerson>> {
    const people = await findMany(this.work.reader(), BasePersonEntity, 'personKey', personKeys);
    const periods = await findMany(this.work.reader(), InsuredPeriodEntity, 'personNo', people.map(({ personNo }) => personNo));
    const periodsOf = new Map(people.map(({ personNo }): [number, KeptPeriod[]] => [personNo, []]));
    for (const { personNo, poolingArea, insuranceType, insuredFrom, insuredUntil, runNo } of periods) {
      periodsOf.get(personNo)?.push({ poolingArea: parsePoolingArea(poolingArea), insuranceType, insuredFrom, insuredUntil, runNo });
    }
    return new Map(people.map((person) => [person.personKey, {
      personNo: person.personNo, userName: this.identityOf(person)[1], periods: periodsOf.get(person.personNo) ?? [],
    }]));
  }

  /** Enters people and periods of whom none stands here yet; `known` are those who do. In the open unit of work. */
  async enter(runNo: number, people: readonly KeyedRow[], periods: readonly BatchedRow[], known: ReadonlyMap<string, StoredPerson>): Promise<void> {
    const first = ((await this.work.writer().getRepository(BasePersonEntity).maximum('personNo')) ?? 0) + 1;
    const numbers = new Map(people.map(({ personKey }, index) => [personKey, first + index]));
    const numberOf = (personKey: string): number => numbers.get(personKey) ?? known.get(personKey)?.personNo ?? missing();
    await insertMany(this.work.writer(), BasePersonEntity, people.map(({ personKey, idType, idNo, userName }) => ({
      personNo: numberOf(personKey), personKey, idType, identity: this.protection.seal(JSON.stringify([idNo, userName]), contextOf(personKey)),
      credentialNumber: null,
    })));
    await insertMany(this.work.writer(), InsuredPeriodEntity, periods.map((
      { personKey, poolingArea, insuredFrom, insuredUntil, insuranceType, line, batch },
    ) => ({ personNo: numberOf(personKey), poolingArea, insuredFrom, insuredUntil, insuranceType, runNo, line, batch })));
  }

  /** What one batch says, in the order of the lines: the same at every attempt. */
  async batch(runNo: number, batch: number): Promise<BatchRecord[]> {
    const periods = await this.work.reader().getRepository(InsuredPeriodEntity).find({ where: { runNo, batch }, order: { line: 'ASC' } });
    const people = await findMany(this.work.reader(), BasePersonEntity, 'personNo', periods.map(({ personNo }) => personNo));
    const personOf = new Map(people.map((person) => [person.personNo, person]));
    return periods.map(({ personNo, poolingArea, insuranceType, insuredFrom, line }) => {
      const person = personOf.get(personNo) ?? missing();
      const [idNo, userName] = this.identityOf(person);
      return { personNo, idType: person.idType, idNo, userName, poolingArea: parsePoolingArea(poolingArea), insuranceType, insuredFrom, line };
    });
  }

  /** INT-16: notes the numbers that national made. In the open unit of work. */
  async noteNumbers(numbers: readonly (readonly [personNo: number, credentialNumber: CredentialNumber])[]): Promise<void> {
    const manager = this.work.writer();
    for (const piece of pieces(numbers)) {
      await manager.query(
        `UPDATE "base_person" SET "credential_number" = said.column2 FROM (VALUES ${tuples(manager, piece.length, 2)}) AS said
          WHERE "person_no" = CAST(said.column1 AS bigint)`, piece.flat(),
      );
    }
  }

  /** Takes a period back that national has refused, and the person with it where no other is left. In the open unit of work. */
  async takeBack({ personNo, poolingArea, insuredFrom }: BatchRecord): Promise<void> {
    const periods = this.work.writer().getRepository(InsuredPeriodEntity);
    await periods.delete({ personNo, poolingArea, insuredFrom });
    if (!(await periods.existsBy({ personNo }))) await this.work.writer().getRepository(BasePersonEntity).delete({ personNo });
  }

  /** How many periods each pooling area has from one file. */
  async countByArea(runNo: number): Promise<{ poolingArea: string; periods: number }[]> {
    const rows = await this.work.reader().getRepository(InsuredPeriodEntity).createQueryBuilder('period').select('period.poolingArea', 'poolingArea')
      .addSelect('COUNT(*)', 'periods').where({ runNo }).groupBy('period.poolingArea').orderBy('period.poolingArea')
      .getRawMany<{ poolingArea: string; periods: number | string }>();
    return rows.map(({ poolingArea, periods }) => ({ poolingArea, periods: Number(periods) }));
  }

  private identityOf({ personKey, identity }: BasePersonEntity): [idNo: string, userName: string] {
    return JSON.parse(this.protection.open(identity, contextOf(personKey))) as [string, string];
  }
}

function missing(): never {
  throw new Error('an insured period has no person');
}
