import { returnCodes } from '../../protocol/dictionaries/return-codes.js';
import { refuseField } from '../../protocol/refusal.js';

/** 经办状态: asked for, the end not known yet; handled or refused by the insured place. A refused one may be asked for again under the same serial number. */
export const handlingStates = ['requested', 'handled', 'refused'] as const;
export type HandlingState = (typeof handlingStates)[number];

interface Move {
  readonly from: readonly HandlingState[];
  readonly to: HandlingState;
}

/** Everything that may happen to a handling. Each move is one conditional UPDATE from these states; from any other it changes nothing. */
export const handlingMoves = {
  // An answer that comes late, after a refusal was believed, tells what stands in the insured place's books.
  handle:       { from: ['requested', 'refused'], to: 'handled' },
  refuse:       { from: ['requested'],            to: 'refused' },
  requestAgain: { from: ['refused'],              to: 'requested' },
} as const satisfies Readonly<Record<string, Move>>;

/** What was asked, as far as a repeat must ask the same. */
export interface AskedBusiness {
  readonly businessType: string;
  readonly content?: string | undefined;
}

/** An institution's serial number stands for one business: a repeat asks for the same. Else `-2`. */
export function requireSameBusiness(first: AskedBusiness, again: AskedBusiness): void {
  if (first.businessType === again.businessType && first.content === again.content) return;
  throw refuseField('data.institutionSerialNo', 'stands for another business already');
}

/** After these nobody knows whether it was handled: the other side did not answer, or not in a way that can be believed. */
const SILENCE: readonly number[] = [
  returnCodes.unknownError, returnCodes.timeout, returnCodes.rateLimited, returnCodes.nationalRequestFailed,
].map((row) => row.code);

/** Whether a refusal with this code says that the business was not handled. */
export const decides = (code: number): boolean => !SILENCE.includes(code);
