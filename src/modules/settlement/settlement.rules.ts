import { returnCodes } from '../../protocol/dictionaries/return-codes.js';
import { refuse, refuseField } from '../../protocol/refusal.js';
import type { Shares } from '../../protocol/transactions/preview-insurance.js';

/**
 * 结算状态. `requested`: asked for, the end not known yet. `settled`, `refused`: what the insured place said. `reversing`: 撤销 asked for, the end not known
 * yet. `reversed`: taken back for good.
 */
export const settlementStates = ['requested', 'settled', 'refused', 'reversing', 'reversed'] as const;
export type SettlementState = (typeof settlementStates)[number];

interface Move {
  readonly from: readonly SettlementState[];
  readonly to: SettlementState;
}

/** Everything that may happen to a settlement. Each move is one conditional UPDATE from these states; from any other it changes nothing. */
export const settlementMoves = {
  // An answer that comes late, after a refusal was believed, tells what stands in the insurance system's books.
  settle:          { from: ['requested', 'refused'], to: 'settled' },
  refuse:          { from: ['requested'],            to: 'refused' },
  // The institution may ask again under the same serial number.
  requestAgain:    { from: ['refused'],              to: 'requested' },
  beginReversal:   { from: ['settled'],              to: 'reversing' },
  reverse:         { from: ['reversing'],            to: 'reversed' },
  refuseReversal:  { from: ['reversing'],            to: 'settled' },
} as const satisfies Readonly<Record<string, Move>>;

/** In these states somebody else has been asked and may be asked again. */
export const unfinishedStates = ['requested', 'reversing'] as const satisfies readonly SettlementState[];

/** What was asked, as far as a repeat must ask the same. */
export interface Asked {
  readonly orgId: string;
  readonly institutionSerialNo: string;
  readonly totalFen: number;
  readonly businessType: string;
  readonly ecToken: string;
}

const FIELDS_OF_A_REPEAT = ['orgId', 'institutionSerialNo', 'totalFen', 'businessType'] as const satisfies readonly (keyof Asked)[];

/** An institution's serial number stands for one settlement: a repeat asks for the same, with the same token unless it was refused. Else `-2`. */
export function requireSameSettlement({ order, state }: { readonly order: Asked; readonly state: SettlementState }, again: Asked): void {
  const sameToken = state === 'refused' || order.ecToken === again.ecToken;
  if (sameToken && FIELDS_OF_A_REPEAT.every((field) => order[field] === again[field])) return;
  throw refuseField('data.institutionSerialNo', 'stands for another settlement already');
}

/** The shares add up to the total, to the fen; a system that answers otherwise is not believed (`-1`). */
export function requireSharesAddUp(totalFen: number, { fundFen, personalAccountFen, cashFen }: Shares): void {
  const sum = fundFen + personalAccountFen + cashFen;
  if (sum !== totalFen) throw refuse('unknownError', { diagnosis: `the insurance system's shares add up to ${sum} fen instead of ${totalFen}` });
}

/** Only what is settled can be reversed; what is being reversed or is reversed already may be asked for again. Else `-2`. */
export function requireReversible(state: SettlementState): void {
  if (state === 'requested') throw refuseField('data.settlementNo', 'is not settled yet: repeat the settlement first');
  if (state === 'refused') throw refuseField('data.settlementNo', 'was refused: there is nothing to reverse');
}

const codesOf = (rows: readonly { readonly code: number }[]): readonly number[] => rows.map((row) => row.code);

/** After these nobody knows what happened: the other side did not answer, or not in a way that can be believed. */
const SILENCE = codesOf([returnCodes.unknownError, returnCodes.timeout, returnCodes.rateLimited, returnCodes.nationalRequestFailed]);

/** These may come from a machine that has not looked into its books: a request, a caller, an address or a configuration was found wrong before that. */
const BEFORE_THE_BOOKS = codesOf([
  returnCodes.badRequest, returnCodes.forbidden, returnCodes.badAddress, returnCodes.unknownTransaction, returnCodes.signatureInvalid,
  returnCodes.configurationMissing, returnCodes.localServiceNotConfigured, returnCodes.nationalServiceNotConfigured, returnCodes.nationalAddressNotConfigured,
  returnCodes.institutionNotFound, returnCodes.institutionNotApproved,
]);

/**
 * INT-84: whether a refusal decides. `never`: it is silence. `at first`: only if the other side was asked once; after an attempt that went unanswered
 * it may have settled before and not have looked now. `always`: whoever says this has looked for the settlement and has not found it settled.
 */
export function decisiveness(code: number): 'always' | 'at first' | 'never' {
  if (SILENCE.includes(code)) return 'never';
  return BEFORE_THE_BOOKS.includes(code) ? 'at first' : 'always';
}
