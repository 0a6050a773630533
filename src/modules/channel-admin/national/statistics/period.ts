import { chinaDate } from '../../../../kernel/clock.js';
import { MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import { refuseField } from '../../../../protocol/refusal.js';
import { chinaDayStart } from '../../cooperation-agreement.rules.js';
import { ReadBy } from '../access/field-rules.js';

/** Days `yyyy-MM-dd` in China, both included; without them it is today. */
export class PeriodFields {
  @MayBeAbsent() @ReadBy(chinaDayStart) from?: string;
  @MayBeAbsent() @ReadBy(chinaDayStart) to?: string;
}

export interface Period {
  readonly from: string;
  readonly to: string;
}

const MOST_DAYS = 366;

/** The period that is asked for; one that ends before it begins or is longer than a year is `-2`. */
export function periodOf({ from, to }: PeriodFields, now: number): Period {
  const period = { from: from ?? to ?? chinaDate(now), to: to ?? chinaDate(now) };
  if (period.from > period.to) throw refuseField('to', `lies before ${period.from}`);
  if (chinaDate(chinaDayStart(period.from, MOST_DAYS)) <= period.to) throw refuseField('to', `at most ${MOST_DAYS} days are told at once`);
  return period;
}
