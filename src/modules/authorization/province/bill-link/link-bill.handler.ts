import { Inject } from '@nestjs/common';
import { hmacSm3 } from '../../../../crypto/sm3.js';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { ecIndexNoOf } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import type { AuthorizationRecord } from '../../../../protocol/transactions/authorization-record.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { requireGranted, requireOwnCode } from '../../authorization.rules.js';
import { ChannelAuthorizationStore } from '../../channel-authorization.store.js';
import { signedLink } from '../../signed-link.js';

type Row = typeof transactions.linkBill;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** Where the province's mobile payment shows its lists, and the secret both sides know; undefined where the province has none. */
export interface BillSettings {
  readonly bill: { readonly url: string; readonly secret: string } | undefined;
}

export const BILL_SETTINGS = Symbol('BillSettings');

const LINK_MS = 300_000;

/** C.4 500038: the link to the list of what a person paid by mobile payment in this province, for a channel that the person lets in. // INT-121 */
@Handles(transactions.linkBill)
export class LinkBillHandler implements Handler<Row> {
  constructor(private readonly authorizations: ChannelAuthorizationStore, @Inject(BILL_SETTINGS) private readonly settings: BillSettings) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    const { credentialNumber } = await this.requireAuthorization(input, caller.ownerId);
    const { bill } = this.settings;
    if (bill === undefined) throw refuse('mobilePaymentBillAddressNotConfigured', { diagnosis: 'this province has configured no mobilePayment.billUrl' });
    const expiresAt = at + LINK_MS;
    const members = { channelNumber: caller.ownerId, ecIndexNo: ecIndexNoOf(credentialNumber), expiresAt: String(expiresAt) };
    const link = signedLink(bill.url, members, (text) => hmacSm3(Buffer.from(bill.secret, 'utf8'), text).toString('hex'));
    return act({ subject: credentialNumber }, async () => ({ link, expiresAt }));
  }

  /** A code that this province does not know opens nothing here: whoever paid here has shown a code here. */
  private async requireAuthorization({ authorizationCode }: Input, channelNumber: string): Promise<AuthorizationRecord> {
    const found = await this.authorizations.find(authorizationCode);
    if (found === undefined) throw refuse('authorizationCodeInvalid', { diagnosis: 'this province knows no such authorization code' });
    requireOwnCode(found, channelNumber);
    requireGranted(found);
    return found;
  }
}
