import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { checkResults } from '../../../../protocol/dictionaries/check-results.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { sameUnit } from '../../../../registry/unit/unit.store.js';
import { EcTokenStore, requireOwnToken, usedThrough } from '../ec-token.store.js';

type Row = typeof transactions.checkUnitToken;
type Output = ShapeType<Row['output']>;

/** A.1.7, INT-67: whether a token is valid and belongs to this unit. An invalid token, or a person's, is `501001`, another unit's is flag 0 (table C.3). */
@Handles(transactions.checkUnitToken)
export class CheckUnitTokenHandler implements Handler<Row> {
  constructor(private readonly tokens: EcTokenStore) {}

  async handle({ input, caller, at, note }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const holder = await this.tokens.requireOfUnit(input.ecToken, at);
    note(usedThrough(holder));
    requireOwnToken(holder, caller);
    const { creditCode, unitName } = input;
    if (!sameUnit(holder.unit, input)) return { flag: checkResults.failed.code, creditCode, unitName };
    return { flag: checkResults.passed.code, creditCode, unitName, insuOrg: holder.poolingArea };
  }
}
