import { returnCodes, type ReturnCodeName } from '../../protocol/dictionaries/return-codes.js';
import { Refusal } from '../../protocol/refusal.js';

/** What is asked does not fit the state that something is in; over HTTP this is a conflict (409), whatever row of table C.4 it carries. */
export class WrongState extends Refusal {
  /** `reason` tells the state and what the act is open to; it is always told. */
  constructor(name: Exclude<ReturnCodeName, 'success'>, reason: string) {
    super(returnCodes[name], { faults: [{ field: 'state', reason }] });
  }
}
