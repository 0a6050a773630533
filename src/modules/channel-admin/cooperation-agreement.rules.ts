import { FormatError } from '../../protocol/identifiers.js';
import { parseTimestamp } from '../../protocol/timestamp.js';

/** 整体合作协议, which is the total-to-total one (总对总) with the national bureau, and 本地合作协议 with the applying department. // INT-50 */
export const agreementKinds = ['overall', 'local'] as const;
export type AgreementKind = (typeof agreementKinds)[number];

/** When an agreement holds: epoch milliseconds, `until` exclusive and `Infinity` where it has no end. */
export interface Term {
  readonly from: number;
  readonly until: number;
}

/** What notice 二(三) and the form ask of one channel of an application. */
export interface WantedAgreements {
  /** 是否签署本地合作协议, as the form says. */
  readonly localAgreementSigned: boolean;
}

/** Which agreements must be on file before a channel gets keys: the overall one always, the local one where the form says that it was signed. // INT-50 */
export function requiredAgreements({ localAgreementSigned }: WantedAgreements): AgreementKind[] {
  return localAgreementSigned ? ['overall', 'local'] : ['overall'];
}

/** Until when agreements hold that hold now and follow each other without a gap; `now` itself where none holds. */
export function coveredUntil(terms: readonly Term[], now: number): number {
  let until = now;
  for (const term of [...terms].sort((a, b) => a.from - b.from)) {
    if (term.from <= until && term.until > until) ({ until } = term);
  }
  return until;
}

const DAY_MS = 86_400_000;

/** The moment at which a day `yyyy-MM-dd` begins in China, plus `days`. Throws `FormatError` on a day that no calendar has. */
export function chinaDayStart(day: string, days = 0): number {
  if (!/^20\d\d-\d\d-\d\d$/.test(day)) throw new FormatError('a day such as 2019-12-16');
  return parseTimestamp(`${day.replaceAll('-', '')}000000`) + days * DAY_MS;
}
