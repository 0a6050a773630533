import { MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import { findBusinessType } from '../../../../protocol/dictionaries/business-types.js';
import { findReturnCode } from '../../../../protocol/dictionaries/return-codes.js';
import { FormatError, parseChannelNumber, parseProvinceCode } from '../../../../protocol/identifiers.js';
import { findTransaction } from '../../../../protocol/transactions/index.js';
import { dimensions, figureNames, type Dimension, type Figure } from '../../../statistics/national/index.js';
import { ReadBy } from '../access/field-rules.js';
import { PeriodFields } from './period.js';

/** A list of known words with commas between, each once. */
function wordsOf<T extends string>(known: readonly T[]): (text: string) => T[] {
  return (text) => {
    const words = text.split(',').map((word) => known.find((each) => each === word));
    const found = words.filter((word) => word !== undefined);
    if (found.length === words.length && new Set(found).size === found.length) return found;
    throw new FormatError(`some of ${known.join(', ')}, each once, with commas between`);
  };
}

const businessType = (text: string) => (findBusinessType(text)?.code === text ? text : undefined);
const returnCode = (text: string) => (/^-?\d{1,6}$/.test(text) ? findReturnCode(Number(text)) : undefined);
const existing = (what: string, find: (text: string) => unknown) => (text: string): void => {
  if (find(text) === undefined) throw new FormatError(what);
};

export const readDimensions: (text: string) => Dimension[] = wordsOf(dimensions);
export const readFigures: (text: string) => Figure[] = wordsOf(figureNames);

/** Which numbers are asked for, and what they are not summed over. */
export class StatisticsFields extends PeriodFields {
  @MayBeAbsent() @ReadBy(readDimensions) by?: string;
  @MayBeAbsent() @ReadBy(readFigures) figure?: string;
  @MayBeAbsent() @ReadBy(parseProvinceCode) province?: string;
  @MayBeAbsent() @ReadBy(parseChannelNumber) channelNumber?: string;
  @MayBeAbsent() @ReadBy(existing('a transaction of the catalogue', findTransaction)) transType?: string;
  @MayBeAbsent() @ReadBy(existing('a business type of table C.1, five digits', businessType)) businessType?: string;
  @MayBeAbsent() @ReadBy(existing('a return code of table C.4', returnCode)) returnCode?: string;
}

const printable = ['day', 'province', 'channelNumber'] as const;
export type Printable = (typeof printable)[number];

/** What one printed page is about: a line for each day, province or channel. */
export class PrintFields extends PeriodFields {
  @MayBeAbsent() @ReadBy(existing(`one of ${printable.join(', ')}`, (text) => printable.find((each) => each === text))) by?: Printable;
  @MayBeAbsent() @ReadBy(parseProvinceCode) province?: string;
  @MayBeAbsent() @ReadBy(parseChannelNumber) channelNumber?: string;
}
