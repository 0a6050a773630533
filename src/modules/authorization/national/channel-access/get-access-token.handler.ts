import { equalText } from '../../../../crypto/equal.js';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { lifetimes } from './access-lifetimes.js';
import { AccessPassStore } from './access-pass.store.js';

type Row = typeof transactions.getAccessToken;
type Output = ShapeType<Row['output']>;

/** 4.3: APPID and SECRET buy an AccessToken; a wrong SECRET is `500034`. */
@Handles(transactions.getAccessToken)
export class GetAccessTokenHandler implements Handler<Row> {
  constructor(private readonly passes: AccessPassStore) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    if (!equalText(input.secret, caller.keys.appSecret)) throw refuse('accessTokenFailed', { faults: [{ field: 'data.secret', reason: 'is not the SECRET of this APPID' }] });
    return act({ subject: caller.ownerId }, async () => {
      const expiresAt = at + lifetimes.accessToken;
      return { accessToken: await this.passes.issue('access-token', caller.ownerId, at, expiresAt), expiresAt };
    });
  }
}
