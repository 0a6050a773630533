import { Inject, Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { Transaction } from '../../../protocol/transaction.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { NATIONAL_GATEWAY, type NationalGateway } from './national-gateway.port.js';
import { toldOn } from './told-on.js';

/** INT-23: national verifies the credential's password for a province whose policy asks for it. It is kept nowhere here. */
@Injectable()
export class NationalPasswordCheck {
  constructor(@Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway) {}

  /** When it was verified. A wrong one is `500004` with the tries that are left, one that was never set `500042`. Outside any unit of work. */
  async verify(credentialNumber: CredentialNumber, password: string, requestId: string): Promise<number> {
    return (await this.ask(transactions.verifyPassword, { credentialNumber, password }, requestId)).verifiedAt;
  }

  /** 7.1, INT-91: the same for a person who is present with a document, and whose credential it is. Outside any unit of work. */
  present(person: ShapeType<typeof transactions.exchangePresence.input>, requestId: string): Promise<ShapeType<typeof transactions.exchangePresence.output>> {
    return this.ask(transactions.exchangePresence, person, requestId);
  }

  private async ask<I, O>(transaction: Transaction<I, O>, input: I, requestId: string): Promise<O> {
    try {
      return await this.national.ask(transaction, input, requestId);
    } catch (error) {
      throw error instanceof Refusal ? toldOn(error, ['data.password']) : error;
    }
  }
}
