import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { parseBankCardNumber, type BankCardNumber } from '../../../protocol/identifiers.js';
import { BankCardEntity } from './bank-card.entity.js';

/** A bound card and whose it is. */
export interface BankCard {
  readonly cardNo: BankCardNumber;
  readonly personId: string;
  readonly boundAt: number;
}

/** The bank cards people have bound. */
@Injectable()
export class BankCardStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  async find(cardNo: BankCardNumber): Promise<BankCard | undefined> {
    const row = await this.rows().findOneBy({ cardIndex: this.indexOf(cardNo) });
    return row === null ? undefined : this.opened(row);
  }

  /** The cards of a person, the one bound last first. */
  async findOfPerson(personId: string): Promise<BankCard[]> {
    const rows = await this.rows().find({ where: { personId }, order: { boundAt: 'DESC' } });
    return rows.map((row) => this.opened(row));
  }

  /** Enters a card that nobody has bound. In the open unit of work. */
  async bind({ cardNo, personId, boundAt }: BankCard): Promise<void> {
    const cardIndex = this.indexOf(cardNo);
    const sealed = this.protection.seal(cardNo, contextOf(cardIndex));
    await this.work.writer().getRepository(BankCardEntity).insert({ cardIndex, personId, cardNo: sealed, boundAt });
  }

  /** Takes a card from a person; false where the person has not bound it. In the open unit of work. */
  async unbind(cardNo: BankCardNumber, personId: string): Promise<boolean> {
    const removed = await this.work.writer().getRepository(BankCardEntity).delete({ cardIndex: this.indexOf(cardNo), personId });
    return removed.affected === 1;
  }

  private opened({ cardIndex, personId, cardNo, boundAt }: BankCardEntity): BankCard {
    return { personId, boundAt, cardNo: parseBankCardNumber(this.protection.open(cardNo, contextOf(cardIndex))) };
  }

  private rows() {
    return this.work.reader().getRepository(BankCardEntity);
  }

  private indexOf(cardNo: BankCardNumber): string {
    return this.protection.blindIndex('bank_card.card_no', cardNo);
  }
}

const contextOf = (cardIndex: string): string => `bank_card.card_no:${cardIndex}`;
