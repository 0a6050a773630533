import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { BankCardStore } from './bank-card.store.js';
import { PresentedPersons } from './presented-persons.js';

type Row = typeof transactions.findByCard;
type Output = ShapeType<Row['output']>;

/** 4.10 金融信息: who has bound this card. */
@Handles(transactions.findByCard)
export class FindByCardHandler implements Handler<Row> {
  constructor(private readonly cards: BankCardStore, private readonly presented: PresentedPersons) {}

  handle({ input: { cardNo, orgId }, caller, step }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return step({ subject: cardNo, facts: { orgId } }, async () => {
      const card = await this.cards.find(cardNo);
      return this.presented.tell(await this.presented.requireActivated(card?.personId), caller);
    });
  }
}
