import { returnCodes } from '../../protocol/dictionaries/return-codes.js';
import { transactions } from '../../protocol/transactions/index.js';

/**
 * 统计指标 (5.2.1 报表统计), what each counts. Acts are counted once, at the tier where they are done; a business in two provinces at the business place.
 * `answered` and `refusal` are the requests of channels, institutions and local core business systems by what they were answered, repeats left out.
 */
export const figureTitles = {
  'activation':    '激活',
  'authorization': '授权',       // a channel authorization code was made, also by an activation (6.1.2.3 b 1)
  'withdrawal':    '撤回授权',   // an authorization was suspended or revoked (4.7)
  'display':       '展码',       // a code value was issued, also to refresh a display
  'decode':        '解码',
  'presentation':  '其他形式出示', // a document, a bank card, a mobile number or a face in place of a code (4.10)
  'token-check':   '令牌校验',
  'settlement':    '结算',
  'reversal':      '结算撤销',
  'handling':      '扫码经办',
  'answered':      '成功请求',
  'refusal':       '被拒请求',
  'night':         '夜间请求',   // requests of a channel from 0 to 5 o'clock, however they were answered
  'invalid-scan':  '无效码扫描', // a code was scanned that was used up, replaced or expired; by the channel that showed it
  'over-shown':    '超频展码人数', // persons whose codes one channel has shown in one tier more often than anybody needs
} as const;

export type Figure = keyof typeof figureTitles;
export const figureNames = Object.keys(figureTitles) as readonly Figure[];

/** More code values of one person than this, in one channel and one tier on one day, are more than two hours of a screen that refreshes every minute. */
export const MOST_CODES_OF_ONE_PERSON = 120;

/** What happened, as the journal or the tally of answers tells it. */
export interface Occurrence {
  /** Who asked, such as `channel:…` or `institution:…`; the tier itself where it went on with something. */
  readonly actor: string;
  readonly transType: string;
  /** Whether an act was done. */
  readonly act: boolean;
  /** The return code the asker got; undefined where nobody asked. */
  readonly code: number | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly times: number;
}

/** When and where it happened. */
export interface Setting {
  /** yyyy-MM-dd in China. */
  readonly day: string;
  /** Between 0 and 5 o'clock in China. */
  readonly night: boolean;
  /** Who counts: two digits of a province, `00` for national. */
  readonly source: string;
}

/** What a number is kept by; a text that does not apply is empty. */
export interface CountKey {
  readonly day: string;
  readonly channelNumber: string;
  readonly transType: string;
  readonly figure: Figure;
  readonly province: string;
  readonly businessType: string;
  readonly returnCode: number;
}

/** How often, and how much in fen. */
export interface Amounts {
  readonly times: number;
  readonly totalFen: number;
  readonly fundFen: number;
  readonly personalAccountFen: number;
  readonly cashFen: number;
}

export type Count = CountKey & Amounts;

const TOKEN_CHECKS = [transactions.checkToken.transType, transactions.checkUnitToken.transType] as readonly string[];
const KINDS_THAT_ASK = ['channel', 'institution', 'insurance-system'];

/** Whether an answer to such a caller is counted: to those that use the system, and to a peer where it concerns a channel's code. */
export const isCounted = (callerKind: string, facts: Occurrence['facts']): boolean => KINDS_THAT_ASK.includes(callerKind) || 'channelNumber' in facts;

/** Everything that one occurrence counts for. */
export function countsOf(occurrence: Occurrence, setting: Setting): Count[] {
  return [...answersOf(occurrence, setting), ...actsOf(occurrence, setting)];
}

/** The figures of acts: by transaction, with the fact that says how many it brought. One that names no fact counts every act. */
const ACTS: readonly { readonly of: { readonly transType: string }; readonly figure: Figure; readonly fact?: string }[] = [
  { of: transactions.activateCredential,     figure: 'activation' },
  { of: transactions.activateCredential,     figure: 'authorization' },
  { of: transactions.grantAuthorization,     figure: 'authorization',  fact: 'made' },
  { of: transactions.changeAuthorization,    figure: 'withdrawal' },
  { of: transactions.activateUnit,           figure: 'activation' },
  { of: transactions.activateUnit,           figure: 'authorization' },
  { of: transactions.grantUnitAuthorization, figure: 'authorization',  fact: 'made' },
  { of: transactions.changeUnitAuthorization, figure: 'withdrawal' },
  { of: transactions.issueQrCode,            figure: 'display',        fact: 'codes' },
  { of: transactions.issueNationalQrCode,    figure: 'display',        fact: 'codes' },
  { of: transactions.issueInstitutionQrCode, figure: 'display',        fact: 'codes' },
  { of: transactions.issueUnitQrCode,        figure: 'display',        fact: 'codes' },
  { of: transactions.decodeQrCode,           figure: 'decode' },
  { of: transactions.decodeUnitQrCode,       figure: 'decode' },
  { of: transactions.queryByDocument,        figure: 'presentation' },
  { of: transactions.queryByCard,            figure: 'presentation' },
  { of: transactions.queryByMobile,          figure: 'presentation' },
  { of: transactions.queryByFace,            figure: 'presentation' },
  { of: transactions.settle,                 figure: 'settlement',     fact: 'settled' },
  { of: transactions.reverseSettlement,      figure: 'reversal',       fact: 'reversed' },
  { of: transactions.handleBusiness,         figure: 'handling',       fact: 'handled' },
];

function actsOf(occurrence: Occurrence, setting: Setting): Count[] {
  const { transType, act, facts } = occurrence;
  // An act at the insured place for another province is counted there; a restored authorization is no withdrawal.
  if (!act || facts['role'] === 'insured' || facts['change'] === 'restore') return [];
  const rows = ACTS.filter(({ of, fact }) => of.transType === transType && (fact === undefined || facts[fact] === 1));
  return rows.map(({ figure }) => ({ ...keyOf(occurrence, setting, figure), ...amountsOf(facts), times: 1 }));
}

function answersOf(occurrence: Occurrence, setting: Setting): Count[] {
  const { actor, transType, code, facts, times } = occurrence;
  if (code === undefined) return [];
  const counts: Count[] = [];
  const count = (figure: Figure, key: Partial<CountKey> = {}): void => { counts.push({ ...keyOf(occurrence, setting, figure), ...noMoney, ...key, times }); };
  if (KINDS_THAT_ASK.includes(kindOf(actor))) {
    const asker = { channelNumber: channelIn(actor), province: setting.source };
    count(code === 0 ? 'answered' : 'refusal', { ...asker, returnCode: code });
    if (setting.night && asker.channelNumber !== '') count('night', { ...asker, businessType: '' });
    if (code === 0 && TOKEN_CHECKS.includes(transType)) count('token-check');
  }
  if (code === returnCodes.qrCodeInvalid.code && 'channelNumber' in facts) count('invalid-scan');
  return counts;
}

/** A person's codes were shown too often in a channel; once for each person, channel and day. */
export const overShown = ({ day, channelNumber, transType, province }: CountKey): Count => (
  { day, channelNumber, transType, province, ...noMoney, figure: 'over-shown', businessType: '', returnCode: 0, times: 1 }
);

const kindOf = (actor: string): string => actor.split(':')[0] ?? '';
const channelIn = (actor: string): string => (kindOf(actor) === 'channel' ? actor.slice('channel:'.length) : '');
const textIn = (facts: Occurrence['facts'], name: string): string | undefined => (typeof facts[name] === 'string' ? facts[name] : undefined);

/** The channel that the facts name comes first: whoever withdraws or scans speaks of another than the asker. */
function keyOf({ actor, transType, facts }: Occurrence, { day, source }: Setting, figure: Figure): CountKey {
  return {
    day, transType, figure, channelNumber: textIn(facts, 'channelNumber') ?? channelIn(actor), province: textIn(facts, 'province') ?? source,
    businessType: textIn(facts, 'businessType') ?? '', returnCode: 0,
  };
}

const noMoney = { totalFen: 0, fundFen: 0, personalAccountFen: 0, cashFen: 0 };

function amountsOf(facts: Occurrence['facts']): Omit<Amounts, 'times'> {
  const fen = (name: string): number => (typeof facts[name] === 'number' ? facts[name] : 0);
  return { totalFen: fen('totalFen'), fundFen: fen('fundFen'), personalAccountFen: fen('personalAccountFen'), cashFen: fen('cashFen') };
}

/** Adds up what has the same key. */
export function merged(counts: readonly Count[]): Count[] {
  const byKey = new Map<string, Count>();
  for (const count of counts) {
    const { day, channelNumber, transType, figure, province, businessType, returnCode } = count;
    const key = [day, channelNumber, transType, figure, province, businessType, returnCode].join(' ');
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? count : { ...count, ...added(known, count) });
  }
  return [...byKey.values()];
}

/** The sum of amounts, to the fen. */
export function added(one: Amounts, other: Amounts): Amounts {
  return {
    times: one.times + other.times, totalFen: one.totalFen + other.totalFen, fundFen: one.fundFen + other.fundFen,
    personalAccountFen: one.personalAccountFen + other.personalAccountFen, cashFen: one.cashFen + other.cashFen,
  };
}
