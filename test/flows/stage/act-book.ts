import type { Hop } from '../../../src/kernel/dispatch/observer.js';
import type { Channel } from './channel.js';

/** One number of a report by day, province, channel and business type. */
export interface BookedSum {
  readonly day: string;
  readonly province: string;
  readonly channelNumber: string;
  readonly businessType: string;
  readonly figure: string;
  readonly times: number;
  readonly totalFen: number;
  readonly fundFen: number;
  readonly personalAccountFen: number;
  readonly cashFen: number;
}

interface Where {
  readonly day: string;
  readonly province: string;
  readonly through: Channel;
  readonly businessType?: string;
}

type Money = Pick<BookedSum, 'totalFen' | 'fundFen' | 'personalAccountFen' | 'cashFen'>;
const noMoney: Money = { totalFen: 0, fundFen: 0, personalAccountFen: 0, cashFen: 0 };

/** What was done on a stage, written down by hand beside the acts: what a report of the statistics (5.2.1) must come to. */
export class ActBook {
  private readonly sums = new Map<string, BookedSum>();

  enters(figure: string, { day, province, through: { channelNumber }, businessType = '' }: Where, money: Money = noMoney): void {
    const key = [day, province, channelNumber, businessType, figure].join(' ');
    const known = this.sums.get(key) ?? { day, province, channelNumber, businessType, figure, times: 0, ...noMoney };
    this.sums.set(key, {
      ...known, times: known.times + 1, totalFen: known.totalFen + money.totalFen, fundFen: known.fundFen + money.fundFen,
      personalAccountFen: known.personalAccountFen + money.personalAccountFen, cashFen: known.cashFen + money.cashFen,
    });
  }

  get rows(): BookedSum[] {
    return inOrder([...this.sums.values()]);
  }
}

/** In an order of their own, for comparing. */
export function inOrder<T extends object>(rows: readonly T[]): T[] {
  return [...rows].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

/** How often somebody was answered what. */
export interface AnswerSum {
  readonly province: string;
  readonly channelNumber: string;
  readonly transType: string;
  readonly returnCode: number;
  readonly figure: string;
  readonly times: number;
}

/** What channels, institutions and local core business systems were answered, as the listeners saw it. */
export function answersIn(hops: readonly Hop[]): AnswerSum[] {
  const sums = new Map<string, AnswerSum>();
  for (const { from, to, transType, code } of hops) {
    const [kind, name = ''] = from.split(':');
    if (!['channel', 'institution', 'insurance-system'].includes(kind ?? '') || to.startsWith('insurance-system')) continue;
    const province = to === 'national' ? '00' : to.slice('province:'.length);
    const channelNumber = kind === 'channel' ? name : '';
    const figure = code === 0 ? 'answered' : 'refusal';
    const key = [province, channelNumber, transType, code].join(' ');
    sums.set(key, { province, channelNumber, transType, returnCode: code, figure, times: (sums.get(key)?.times ?? 0) + 1 });
  }
  return inOrder([...sums.values()]);
}
