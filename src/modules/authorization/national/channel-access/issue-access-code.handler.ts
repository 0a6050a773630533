import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { ChannelAuthorizationStore } from '../../channel-authorization.store.js';
import { requireOwnCode } from '../../authorization.rules.js';
import { lifetimes } from './access-lifetimes.js';
import { AccessPassStore } from './access-pass.store.js';

type Row = typeof transactions.issueAccessCode;
type Output = ShapeType<Row['output']>;

/** 6.1.4.3 a: a one-time code, as a dedicated page gives it, for a code that the channel holds already and hands to another part of itself. A ticket that is not good is `500035`. */
@Handles(transactions.issueAccessCode)
export class IssueAccessCodeHandler implements Handler<Row> {
  constructor(private readonly passes: AccessPassStore, private readonly authorizations: ChannelAuthorizationStore) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    if (!(await this.passes.isGood('api-ticket', input.apiTicket, caller.ownerId, at))) {
      throw refuse('apiTicketFailed', { faults: [{ field: 'data.apiTicket', reason: 'is no valid ApiTicket of this channel' }] });
    }
    const authorization = await this.authorizations.find(input.authorizationCode);
    if (authorization === undefined) throw refuse('authorizationCodeInvalid');
    requireOwnCode(authorization, caller.ownerId);
    return act({ subject: authorization.credentialNumber }, async () => {
      const expiresAt = at + lifetimes.code;
      return { code: await this.passes.issue('code', caller.ownerId, at, expiresAt, input.authorizationCode), expiresAt };
    });
  }
}
