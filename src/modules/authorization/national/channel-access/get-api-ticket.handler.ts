import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { lifetimes } from './access-lifetimes.js';
import { AccessPassStore } from './access-pass.store.js';

type Row = typeof transactions.getApiTicket;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 c: an AccessToken buys the ApiTicket for the dedicated pages; one that is not good is `500035`. */
@Handles(transactions.getApiTicket)
export class GetApiTicketHandler implements Handler<Row> {
  constructor(private readonly passes: AccessPassStore) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    if (!(await this.passes.isGood('access-token', input.accessToken, caller.ownerId, at))) {
      throw refuse('apiTicketFailed', { faults: [{ field: 'data.accessToken', reason: 'is no valid AccessToken of this channel' }] });
    }
    return act({ subject: caller.ownerId }, async () => {
      const expiresAt = at + lifetimes.apiTicket;
      return { apiTicket: await this.passes.issue('api-ticket', caller.ownerId, at, expiresAt), expiresAt };
    });
  }
}
