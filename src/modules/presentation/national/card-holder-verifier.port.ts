import type { Verdict } from '../../../kernel/link/outside-system.js';
import type { BankCardNumber } from '../../../protocol/identifiers.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';

/** Whether a bank card is this person's, as the bank that issued it knows. */
export interface CardHolderVerifier {
  /** Not configured is `500032`, no answer in time `-3`. */
  verify(identity: Identity, cardNo: BankCardNumber): Promise<Verdict>;
}

export const CARD_HOLDER_VERIFIER = Symbol('CardHolderVerifier');
