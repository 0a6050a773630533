import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse } from '../../../protocol/refusal.js';
import { requireValidNumber } from '../../../protocol/identity-documents.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InsuredPersonStore, type Identity } from '../../../registry/person/insured-person.store.js';
import { OpenedHandlings } from './opened-handlings.js';
import { REAL_NAME_VERIFIER, type RealNameVerifier } from './verifiers.port.js';

type Row = typeof transactions.verifyRealName;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 a, first half (2.4): name, id type and number belong together, and national has the person's base information (6.1.3.2), under this name. */
@Handles(transactions.verifyRealName)
export class VerifyRealNameHandler implements Handler<Row> {
  constructor(
    private readonly people: InsuredPersonStore, private readonly handlings: OpenedHandlings,
    @Inject(REAL_NAME_VERIFIER) private readonly verifier: RealNameVerifier,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { input } = call;
    requireValidNumber(input);
    const person = await this.people.require(input);
    await this.requireRealName(input);
    return this.handlings.open(call, person, input.businessPlace);
  }

  private async requireRealName(identity: Identity): Promise<void> {
    const verdict = await this.verifier.verify(identity);
    if (verdict === 'mismatch') throw refuse('realNameFailed', { diagnosis: 'the real-name check found no match' });
  }
}
