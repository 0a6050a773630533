import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { findProvince, nationalPrefix } from '../../../../protocol/dictionaries/provinces.js';
import { refuseField } from '../../../../protocol/refusal.js';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import {
  added, FigureReader, figureTitles, type Amounts, type Dimension, type Figure, type FigureQuery, type FigureSum,
} from '../../../statistics/national/index.js';
import type { Area, Scope } from '../../area.rules.js';
import { requireWithin, type ManagementUser } from '../access/management-user.js';
import { periodOf, type Period } from './period.js';
import { readDimensions, readFigures, type StatisticsFields } from './statistics-fields.js';

/** More rows are for a machine that asks for one day after the other. */
const MOST_ROWS = 10_000;

export type Total = Amounts & { readonly figure: Figure };

/** Until when the numbers of one tier are complete, in epoch milliseconds. */
export interface Completeness {
  readonly source: string;
  readonly countedUntil: number;
}

/** 报表统计 (5.2.1): numbers of a period, and their totals, which are the sums of what is told. */
export interface StatisticsReport extends Period {
  readonly by: readonly Dimension[];
  readonly completeUntil: readonly Completeness[];
  readonly rows: readonly (FigureSum & { readonly title: string; readonly channelName?: string | undefined })[];
  readonly totals: readonly (Total & { readonly title: string })[];
}

/** Makes the reports of the management centre; a province sees its own numbers. */
@Injectable()
export class StatisticsReports {
  constructor(private readonly figures: FigureReader, private readonly channels: ChannelStore, @Inject(CLOCK) private readonly clock: Clock) {}

  async make(user: ManagementUser, { by, figure, returnCode, from, to, ...filters }: StatisticsFields): Promise<StatisticsReport> {
    const province = provinceFor(user, filters.province);
    const period = periodOf({ from, to }, this.clock.now());
    const query: FigureQuery = {
      ...filters, ...period, province, by: by === undefined ? [] : readDimensions(by), figures: figure === undefined ? undefined : readFigures(figure),
      returnCode: returnCode === undefined ? undefined : Number(returnCode),
    };
    const rows = await this.figures.sums(query, MOST_ROWS + 1);
    if (rows.length > MOST_ROWS) throw refuseField('by', `more than ${MOST_ROWS} rows; ask for less at once`);
    return {
      ...period, by: query.by, completeUntil: await this.completeness(province), rows: await Promise.all(rows.map((row) => this.named(row))),
      totals: totalsOf(rows).map((total) => ({ ...total, title: figureTitles[total.figure] })),
    };
  }

  /** Of those whose numbers are in the report. */
  private async completeness(province: string | undefined): Promise<Completeness[]> {
    const sources = await this.figures.sources();
    return sources.filter(({ source }) => province === undefined || source === province || source === nationalPrefix)
      .map(({ source, countedUntil }) => ({ source, countedUntil }));
  }

  private async named(row: FigureSum) {
    const { channelNumber } = row;
    return { ...row, title: figureTitles[row.figure], ...(channelNumber && { channelName: (await this.channels.find(channelNumber))?.name }) };
  }
}

/** INT-96: the numbers are kept by province. A province is told its own; a city has none of its own. Else `-4`. */
export function provinceFor({ scope }: Pick<ManagementUser, 'scope'>, asked: string | undefined): string | undefined {
  const meant = asked ?? (scope.kind === 'national' ? undefined : scope.area.slice(0, 2));
  requireWithin({ scope }, (meant ?? '') as Area, 'province');
  return meant;
}

/** How a province stands on paper. */
export const provinceTitle = (code: string): string => (code === nationalPrefix ? '国家' : (findProvince(code)?.name ?? code));

/** How the scope of a user stands on paper. */
export const scopeTitle = ({ kind, area }: Scope): string => (kind === 'national' ? '全国' : provinceTitle(area));

/** Sums by figure. */
function totalsOf(rows: readonly FigureSum[]): Total[] {
  const totals = new Map<Figure, Total>();
  for (const row of rows) {
    const known = totals.get(row.figure);
    const { figure, times, totalFen, fundFen, personalAccountFen, cashFen } = row;
    const amounts = { times, totalFen, fundFen, personalAccountFen, cashFen };
    totals.set(figure, { figure, ...(known === undefined ? amounts : added(known, amounts)) });
  }
  return [...totals.values()];
}
