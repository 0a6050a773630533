import { Injectable } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { requireReversible } from '../settlement.rules.js';
import { enterBy } from './booked-entry.js';
import { ReversalProcess, type Reversal } from './reversal-process.js';
import type { KnownSettlement, Receipt } from './settlement-order.js';

type ReversalCall = Call<{ readonly settlementNo: string; readonly reversalSerialNo: string }, Receipt>;

/**
 * Carries out one request for a reversal, of an institution here or of another province: the reversal is written down, whoever settled takes the
 * settlement back, the receipt is marked. What is reversed already gives the same receipt again; what is under way goes on.
 */
@Injectable()
export class ReversalDesk {
  constructor(private readonly process: ReversalProcess) {}

  async reverse(call: ReversalCall, known: KnownSettlement): Promise<Receipt> {
    const { input, at, step } = call;
    const { order, reversalSerialNo } = known;
    requireReversible(known.state);
    await this.process.requireFree(order, input.reversalSerialNo);
    if (known.receipt?.reversedAt !== undefined) return known.receipt;
    const subject = order.settlementNo;
    const pending: Reversal | undefined = reversalSerialNo === undefined ? undefined : { order, reversalSerialNo, first: false };
    const reversal = pending ?? (await step({ subject }, () => this.process.begin(known, input.reversalSerialNo, at)));
    const reversedAt = await this.process.ask(reversal, at);
    return enterBy(call, 'reversed', order, () => this.process.complete(reversal, reversedAt));
  }
}
