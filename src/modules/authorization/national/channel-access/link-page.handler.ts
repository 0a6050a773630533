import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { lifetimes } from './access-lifetimes.js';
import { AccessPassStore } from './access-pass.store.js';
import { PageLinks } from './page-links.js';

type Row = typeof transactions.linkPage;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 c, 6.1.4.3 a: where a third-party channel sends a person for a step of the platform's own. A ticket that is not good is `500035`. // INT-120 */
@Handles(transactions.linkPage)
export class LinkPageHandler implements Handler<Row> {
  constructor(private readonly passes: AccessPassStore, private readonly links: PageLinks) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    if (!(await this.passes.isGood('api-ticket', input.apiTicket, caller.ownerId, at))) {
      throw refuse('apiTicketFailed', { faults: [{ field: 'data.apiTicket', reason: 'is no valid ApiTicket of this channel' }] });
    }
    const kind = this.links.requireKind(input.linkType);
    const expiresAt = at + lifetimes.link;
    const link = this.links.make(kind, caller.ownerId, expiresAt);
    return act({ subject: caller.ownerId, facts: { linkType: kind } }, async () => ({ link, expiresAt }));
  }
}
