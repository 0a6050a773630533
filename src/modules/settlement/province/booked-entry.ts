import type { ActDeed, Facts } from '../../../kernel/dispatch/call.js';
import type { Refusal } from '../../../protocol/refusal.js';
import type { Receipt, SettlementOrder } from './settlement-order.js';

/** What came of entering shares or a reversal. */
export interface BookedEntry {
  readonly receipt: Receipt;
  /** Whether it was entered now; else it stood there before. */
  readonly now: boolean;
}

export type EntryKind = 'settled' | 'reversed';

/** For the journal, which is counted: how many settlements an entry brought to the books as `settled` or `reversed` (1 or 0), and its amounts in fen. */
export function bookedBy(kind: EntryKind, { now, receipt }: BookedEntry, { role, businessType, channelNumber }: SettlementOrder): Facts {
  const { totalFen, fundFen, personalAccountFen, cashFen } = receipt;
  const through = channelNumber !== undefined && { channelNumber };
  return { role, businessType, ...through, totalFen, fundFen, personalAccountFen, cashFen, [kind]: now ? 1 : 0 };
}

interface EntryCall {
  readonly act: (deed: ActDeed<Receipt>, work: () => Promise<Receipt | Refusal>) => Promise<Receipt>;
}

/** Enters something as the act of a request, journaled with what it brought to the books. */
export function enterBy({ act }: EntryCall, kind: EntryKind, order: SettlementOrder, enter: () => Promise<BookedEntry>): Promise<Receipt> {
  let now = false;
  return act({ subject: order.settlementNo, factsOf: (receipt) => bookedBy(kind, { receipt, now }, order) }, async () => {
    const entry = await enter();
    ({ now } = entry);
    return entry.receipt;
  });
}
