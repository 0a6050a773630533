import { Injectable } from '@nestjs/common';
import type { Refusal } from '../../../protocol/refusal.js';
import {
  BusinessHandlingStore, HandlingProcess, type HandledEntry, type HandlingOrder, type HandlingOutcome,
} from '../../cross-province-exchange/province/index.js';
import { EcTokenStore } from './ec-token.store.js';
import { StalePersons } from './stale-persons.js';

/** 6.3.2.2: has a business handled and draws the conclusions for the token and the code behind it. */
@Injectable()
export class HandlingDesk {
  constructor(
    private readonly handlings: BusinessHandlingStore, private readonly process: HandlingProcess, private readonly tokens: EcTokenStore,
    private readonly stale: StalePersons,
  ) {}

  /** What came of it, from whoever handles. A refusal that decides is noted and frees the token before it is thrown on. Outside any unit of work. */
  ask(order: HandlingOrder): Promise<HandlingOutcome> {
    return this.process.ask(order, () => this.tokens.release(order.handlingNo));
  }

  /**
   * Handled: enters the receipt and uses the token up (INT-70). Not handled because the data differ: the refusal `500023`, with what was written kept, for
   * the cache is refreshed and the old code and token are void. In the open unit of work.
   */
  async conclude(order: HandlingOrder, outcome: HandlingOutcome): Promise<HandledEntry | Refusal> {
    const { handlingNo, ecToken } = order;
    if ('updated' in outcome) {
      await this.handlings.refuse(handlingNo);
      return this.stale.refresh(outcome.updated);
    }
    if (ecToken !== undefined) await this.tokens.consume(ecToken, handlingNo, outcome.booked.handledAt);
    return this.process.complete(order, outcome.booked);
  }
}
