import { Injectable } from '@nestjs/common';
import { returnCodes } from '../../../../protocol/dictionaries/return-codes.js';
import { FigureReader, type Figure, type FigureSum } from '../../../statistics/national/index.js';
import type { ChannelDay } from '../../channel-supervision.rules.js';

/** The figures that say what a channel does. */
const WATCHED: readonly Figure[] = ['answered', 'refusal', 'night', 'decode', 'invalid-scan', 'over-shown'];
/** More rows than a month of all channels has. */
const MOST_SUMS = 500_000;

export type DaysByChannel = ReadonlyMap<string, readonly ChannelDay[]>;

/** What channels did, day by day, in the whole country. */
@Injectable()
export class ChannelDays {
  constructor(private readonly figures: FigureReader) {}

  /** The days on which each channel did anything, in order. `channelNumber` undefined: of every channel. */
  async between(from: string, to: string, channelNumber?: string): Promise<DaysByChannel> {
    const sums = await this.figures.sums({ from, to, by: ['day', 'channelNumber', 'returnCode'], figures: WATCHED, channelNumber }, MOST_SUMS);
    const days = new Map<string, ChannelDay[]>();
    for (const sum of sums.filter((each) => each.channelNumber !== '')) addTo(days, sum);
    return days;
  }
}

const nothing = { requests: 0, refusals: 0, night: 0, decodes: 0, invalidScans: 0, wrongPasswords: 0, overShown: 0 };

/** Sums come in the order of days. */
function addTo(days: Map<string, ChannelDay[]>, sum: FigureSum): void {
  const { day = '', channelNumber = '' } = sum;
  const known = days.get(channelNumber) ?? [];
  const last = known.at(-1)?.day === day ? known.pop() : undefined;
  days.set(channelNumber, [...known, withSum(last ?? { day, ...nothing }, sum)]);
}

function withSum(day: ChannelDay, { figure, times, returnCode }: FigureSum): ChannelDay {
  const wrong = figure === 'refusal' && returnCode === returnCodes.passwordWrong.code ? times : 0;
  const plus = (...of: Figure[]): number => (of.includes(figure) ? times : 0);
  return {
    day: day.day, requests: day.requests + plus('answered', 'refusal'), refusals: day.refusals + plus('refusal'), night: day.night + plus('night'),
    decodes: day.decodes + plus('decode'), invalidScans: day.invalidScans + plus('invalid-scan'), wrongPasswords: day.wrongPasswords + wrong,
    overShown: day.overShown + plus('over-shown'),
  };
}
