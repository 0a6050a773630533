import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { BankCardNumber } from '../../../protocol/identifiers.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { MOST_BANK_CARDS } from '../../../protocol/transactions/bank-cards.js';
import { transactions } from '../../../protocol/transactions/index.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import { BankCardStore, type BankCard } from './bank-card.store.js';
import { CARD_HOLDER_VERIFIER, type CardHolderVerifier } from './card-holder-verifier.port.js';
import { CardOwner } from './card-owner.js';

type Row = typeof transactions.bindCard;
type Output = ShapeType<Row['output']>;

const FIELD = 'data.cardNo';

/** 4.10 金融信息, INT-63: the person binds a bank card, with the password; the bank says whether it is the person's. One card belongs to one person. */
@Handles(transactions.bindCard)
export class BindCardHandler implements Handler<Row> {
  constructor(
    private readonly owner: CardOwner, private readonly cards: BankCardStore, @Inject(CARD_HOLDER_VERIFIER) private readonly banks: CardHolderVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { credential, right, judge } = await this.owner.weigh(input, caller, at);
    if (right) await this.requireOwnCard(credential, input.cardNo);
    return act({ subject: credential.credentialNumber }, async () => {
      const now = this.clock.now();
      const refusal = await judge(now);
      if (refusal !== undefined) return refusal;
      return this.bind({ cardNo: input.cardNo, personId: await this.owner.personOf(input, caller), boundAt: now });
    });
  }

  /** In the open unit of work; a card that the person has bound already stays as it is. */
  private async bind(card: BankCard): Promise<Output> {
    const bound = await this.cards.find(card.cardNo);
    if (bound?.personId === card.personId) return { boundAt: bound.boundAt };
    if (bound !== undefined) throw refuseField(FIELD, 'is bound to another person');
    if ((await this.cards.findOfPerson(card.personId)).length >= MOST_BANK_CARDS) throw refuseField(FIELD, `would be more than ${MOST_BANK_CARDS} cards`);
    await this.cards.bind(card);
    return { boundAt: card.boundAt };
  }

  private async requireOwnCard(identity: Identity, cardNo: BankCardNumber): Promise<void> {
    if ((await this.banks.verify(identity, cardNo)) === 'mismatch') throw refuseField(FIELD, 'is not this person\'s card, as the banks say');
  }
}
