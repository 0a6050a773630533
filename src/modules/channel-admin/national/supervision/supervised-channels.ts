import { Injectable } from '@nestjs/common';
import { findReturnCode } from '../../../../protocol/dictionaries/return-codes.js';
import { ChannelStore, type Channel } from '../../../../registry/channel/channel.store.js';
import { FigureReader } from '../../../statistics/national/index.js';
import type { Scope } from '../../area.rules.js';
import type { ChannelDay } from '../../channel-supervision.rules.js';
import type { Page } from '../access/page.js';
import { ApplicationRowStore } from '../onboarding/application-row.store.js';
import type { Period } from '../statistics/period.js';
import { ChannelDays } from './channel-days.js';

type Activity = Omit<ChannelDay, 'day'>;

const MOST_CODES = 1_000;

/** 渠道监管 (5.2.1): what channels did in a period, in numbers. */
@Injectable()
export class SupervisedChannels {
  constructor(
    private readonly channels: ChannelStore, private readonly rows: ApplicationRowStore, private readonly days: ChannelDays,
    private readonly figures: FigureReader,
  ) {}

  /** The channels that departments within a scope applied for; undefined: all, the bureau's own included. */
  async numbersWithin({ kind, area }: Scope): Promise<readonly string[] | undefined> {
    return kind === 'national' ? undefined : this.rows.channelsWithin(area);
  }

  /** One page of the channels of a scope, each with what it did. */
  async list(scope: Scope, { page, pageSize }: Page, { from, to }: Period) {
    const numbers = scope.kind === 'national' ? undefined : await this.rows.channelsWithin(scope.area);
    const { total, items } = await this.channels.list({ skip: (page - 1) * pageSize, take: pageSize }, numbers);
    const days = await this.days.between(from, to);
    return { total, items: items.map((channel) => ({ ...named(channel), ...told(summed(days.get(channel.channelNumber) ?? [])) })) };
  }

  /** What one channel did: in all, day by day, and by what it was answered. */
  async find(channelNumber: string, { from, to }: Period) {
    const channel = await this.channels.require(channelNumber);
    const days = (await this.days.between(from, to, channelNumber)).get(channelNumber) ?? [];
    const by = ['returnCode', 'transType'] as const;
    const answers = await this.figures.sums({ from, to, by, figures: ['answered', 'refusal'], channelNumber }, MOST_CODES);
    return {
      ...named(channel), from, to, ...told(summed(days)), days: days.map(({ day, ...activity }) => ({ day, ...told(activity) })),
      answers: answers.map(({ returnCode = 0, transType, times }) => ({ returnCode, text: findReturnCode(returnCode)?.text, transType, times })),
    };
  }
}

const named = ({ channelNumber, name, kind, standing }: Channel) => ({ channelNumber, name, kind, standing });

/** With the failure rate as part of 100. */
const told = (activity: Activity) => (
  { ...activity, failureRate: activity.requests === 0 ? 0 : Math.round((10_000 * activity.refusals) / activity.requests) / 100 }
);

function summed(days: readonly ChannelDay[]): Activity {
  const sum = (field: keyof Activity): number => days.reduce((total, day) => total + day[field], 0);
  return {
    requests: sum('requests'), refusals: sum('refusals'), night: sum('night'), decodes: sum('decodes'), invalidScans: sum('invalidScans'),
    wrongPasswords: sum('wrongPasswords'), overShown: sum('overShown'),
  };
}
