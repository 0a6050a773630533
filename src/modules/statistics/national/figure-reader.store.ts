import { Injectable } from '@nestjs/common';
import { Between, In, type FindOptionsWhere, type SelectQueryBuilder } from 'typeorm';
import { integer } from '../../../kernel/persistence/data-source-options.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { CountingSourceEntity } from '../counting-source.entity.js';
import { FigureCountEntity } from '../figure-count.entity.js';
import type { Amounts, Figure } from '../figures.rules.js';

/** What sums can be taken apart by. */
export const dimensions = ['day', 'province', 'channelNumber', 'transType', 'businessType', 'returnCode'] as const;
export type Dimension = (typeof dimensions)[number];

/** Which numbers are asked for; days are `yyyy-MM-dd`, both included. */
export interface FigureQuery {
  readonly from: string;
  readonly to: string;
  readonly by: readonly Dimension[];
  readonly figures?: readonly Figure[] | undefined;
  readonly province?: string | undefined;
  readonly channelNumber?: string | undefined;
  readonly transType?: string | undefined;
  readonly businessType?: string | undefined;
  readonly returnCode?: number | undefined;
}

/** One sum: its figure, and of what it is asked to be taken apart by where it belongs. */
export type FigureSum = Amounts & { readonly figure: Figure } & Partial<Pick<FigureCountEntity, Dimension>>;

const SUMS = ['times', 'totalFen', 'fundFen', 'personalAccountFen', 'cashFen'] as const;

/** Reads the numbers of the whole country: those national has counted and those the provinces have reported. */
@Injectable()
export class FigureReader {
  constructor(private readonly work: UnitOfWork) {}

  /** At most `most` sums, in the order of what they are taken apart by. */
  async sums({ from, to, by, figures, ...filters }: FigureQuery, most: number): Promise<FigureSum[]> {
    const where = { ...filters, day: Between(from, to), ...(figures && { figure: In([...figures]) }) } as FindOptionsWhere<FigureCountEntity>;
    const query = this.work.reader().getRepository(FigureCountEntity).createQueryBuilder('count').where(withoutUndefined(where));
    const rows = await grouped(query, [...by, 'figure']).limit(most).getRawMany<Record<string, unknown>>();
    return rows.map((row) => sumOf(row, by));
  }

  /** Until when the numbers of each tier are complete here. */
  sources(): Promise<CountingSourceEntity[]> {
    return this.work.reader().getRepository(CountingSourceEntity).find({ order: { source: 'ASC' } });
  }
}

function grouped(query: SelectQueryBuilder<FigureCountEntity>, by: readonly (Dimension | 'figure')[]): SelectQueryBuilder<FigureCountEntity> {
  query.select([]);
  for (const column of by) query.addSelect(`count.${column}`, column).addGroupBy(`count.${column}`).addOrderBy(`count.${column}`);
  for (const column of SUMS) query.addSelect(`SUM(count.${column})`, column);
  return query;
}

/** PostgreSQL hands out the sum of bigints as text. */
function sumOf(row: Record<string, unknown>, by: readonly Dimension[]): FigureSum {
  const kept = [...by, 'figure'].map((name) => [name, row[name]] as const);
  const sums = SUMS.map((name) => [name, integer.from(row[name])] as const);
  return Object.fromEntries([...kept, ...sums]) as unknown as FigureSum;
}

const withoutUndefined = <T extends object>(where: T): T => Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined)) as T;
