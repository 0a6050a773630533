import type { Contacts } from '../../../kernel/link/contacts.js';
import { OutsideSystem, type OutsideAddress, type Verdict } from '../../../kernel/link/outside-system.js';
import type { BankCardNumber } from '../../../protocol/identifiers.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import type { CardHolderVerifier } from './card-holder-verifier.port.js';

/** The banks' check of a card holder over HTTP: `POST {idType, idNo, userName, cardNo} → {"result":"match"|"mismatch"}`. */
export class HttpCardHolderVerifier implements CardHolderVerifier {
  private readonly system: OutsideSystem;

  constructor(address: OutsideAddress, contacts: Contacts) {
    this.system = new OutsideSystem('card-holder verifier', address, contacts);
  }

  verify({ idType, idNo, userName }: Identity, cardNo: BankCardNumber): Promise<Verdict> {
    return this.system.judge({ idType, idNo, userName, cardNo });
  }
}
