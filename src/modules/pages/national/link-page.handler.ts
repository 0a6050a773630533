import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ReturnAddressStore } from '../../../registry/channel/return-address.store.js';
import { AccessPassStore, lifetimes } from '../../authorization/national/index.js';
import { requireReturnAddress } from '../return-address.rules.js';
import { PageErrands } from './page-errands.js';
import { PageLinks } from './page-links.js';
import { PageVisitStore } from './page-visit.store.js';

type Row = typeof transactions.linkPage;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 c, 6.1.4.3 a: where a third-party channel sends a person for a step of the platform's own. A ticket that is not good is `500035`. // INT-120 */
@Handles(transactions.linkPage)
export class LinkPageHandler implements Handler<Row> {
  constructor(
    private readonly passes: AccessPassStore, private readonly links: PageLinks, private readonly errands: PageErrands, private readonly visits: PageVisitStore,
    private readonly addresses: ReturnAddressStore,
  ) {}

  async handle({ input, caller: { ownerId: channelNumber }, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    if (!(await this.passes.isGood('api-ticket', input.apiTicket, channelNumber, at))) {
      throw refuse('apiTicketFailed', { faults: [{ field: 'data.apiTicket', reason: 'is no valid ApiTicket of this channel' }] });
    }
    const kind = this.links.requireKind(input.linkType);
    this.links.requireAddress();
    const returnUrl = requireReturnAddress(await this.addresses.find(channelNumber), input.returnUrl);
    const person = await this.errands.require(kind, input, channelNumber, at);
    const expiresAt = at + lifetimes.link;
    return act({ subject: person.credentialNumber, facts: { linkType: kind } }, async () => {
      const { link, nonce } = this.links.make(kind, channelNumber, expiresAt);
      await this.visits.open(nonce, { ...person, kind, channelNumber, returnUrl, state: input.returnState, expiresAt }, at);
      return { link, expiresAt };
    });
  }
}
