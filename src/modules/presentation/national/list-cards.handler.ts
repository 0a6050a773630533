import { maskNumber } from '../../../kernel/journal/masks.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { BankCardStore } from './bank-card.store.js';
import { CardOwner } from './card-owner.js';

type Row = typeof transactions.listCards;
type Output = ShapeType<Row['output']>;

/** The person sees which bank cards are bound, masked. */
@Handles(transactions.listCards)
export class ListCardsHandler implements Handler<Row> {
  constructor(private readonly owner: CardOwner, private readonly cards: BankCardStore) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const cards = await this.cards.findOfPerson(await this.owner.personOf(input, caller));
    return { cards: cards.map(({ cardNo, boundAt }) => ({ maskedCardNo: maskNumber(cardNo, 4, 4), boundAt })) };
  }
}
