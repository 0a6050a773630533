import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { BankCardStore } from './bank-card.store.js';
import { CardOwner } from './card-owner.js';

type Row = typeof transactions.unbindCard;
type Output = ShapeType<Row['output']>;

/** The person takes back a bank card: from now on it presents nobody. What was presented with it goes on. */
@Handles(transactions.unbindCard)
export class UnbindCardHandler implements Handler<Row> {
  constructor(private readonly owner: CardOwner, private readonly cards: BankCardStore, @Inject(CLOCK) private readonly clock: Clock) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { credential, judge } = await this.owner.weigh(input, caller, at);
    return act({ subject: credential.credentialNumber }, async () => {
      const now = this.clock.now();
      const refusal = await judge(now);
      if (refusal !== undefined) return refusal;
      const removed = await this.cards.unbind(input.cardNo, await this.owner.personOf(input, caller));
      if (!removed) throw refuseField('data.cardNo', 'is no card that this person has bound');
      return { unboundAt: now };
    });
  }
}
