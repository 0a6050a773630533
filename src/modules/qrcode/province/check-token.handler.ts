import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { checkResults } from '../../../protocol/dictionaries/check-results.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { sameIdentity } from '../../../registry/person/insured-person.store.js';
import { EcTokenStore, requireOwnToken, usedThrough } from './ec-token.store.js';

type Row = typeof transactions.checkToken;
type Output = ShapeType<Row['output']>;

/** A.1.7, 6.4.2.2 c: whether a token is valid and belongs to this person. An invalid token is `501001`, another person's is flag 0 (table C.3). */
@Handles(transactions.checkToken)
export class CheckTokenHandler implements Handler<Row> {
  constructor(private readonly tokens: EcTokenStore) {}

  async handle({ input, caller, at, note }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const holder = await this.tokens.require(input.ecToken, at, caller.kind === 'insurance-system');
    note(usedThrough(holder));
    requireOwnToken(holder, caller);
    const { idType, idNo, userName } = input;
    if (!sameIdentity(holder.identity, input)) return { flag: checkResults.failed.code, idType, idNo, userName };
    return { flag: checkResults.passed.code, idType, idNo, userName, insuOrg: holder.poolingArea };
  }
}
