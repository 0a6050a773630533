import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { ChannelAuthorizationStore } from '../../channel-authorization.store.js';
import { AccessPassStore } from './access-pass.store.js';

type Row = typeof transactions.exchangeAccessCode;
type Output = ShapeType<Row['output']>;

/**
 * 6.1.4.3 c: the channel receives the channel authorization code for the one-time code its page came back with. An AccessToken that is not good is
 * `500034`, a code that is unknown, used or expired `500062`, one whose person has meanwhile withdrawn `500022`.
 */
@Handles(transactions.exchangeAccessCode)
export class ExchangeAccessCodeHandler implements Handler<Row> {
  constructor(private readonly passes: AccessPassStore, private readonly authorizations: ChannelAuthorizationStore) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    if (!(await this.passes.isGood('access-token', input.accessToken, caller.ownerId, at))) {
      throw refuse('accessTokenFailed', { faults: [{ field: 'data.accessToken', reason: 'is no valid AccessToken of this channel' }] });
    }
    return act({ subject: caller.ownerId }, async () => {
      const authorizationCode = await this.passes.consumeCode(input.code, caller.ownerId, at);
      if (authorizationCode === undefined) throw refuse('accessCodeInvalid');
      const authorization = await this.authorizations.find(authorizationCode);
      return authorization?.state === 'granted' ? { authorizationCode } : refuse('userNotAuthorized');
    });
  }
}
