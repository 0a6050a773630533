import { PartyClient, type CallOptions, type InputOf, type OutputOf, type PartyOptions } from './party-client.js';

export interface InstitutionOptions extends PartyOptions {
  /** Address of the core zone of the institution's province. */
  readonly url: string;
  /** 机构编号; written into every request. */
  readonly orgId: string;
}

/** What the client fills in by itself. */
type WithoutOrg<Input> = Omit<Input, 'orgId'>;

/**
 * 两定机构 (7.1): a hospital or a pharmacy as its province's mid-platform knows it. Every method is one transaction and throws `Refusal` (the platform
 * said no: `returnCode`, and `diagnosis` with the reason), `UntrustedAnswer` (an answer that is not the platform's) or `Unreachable` (no answer:
 * whether it happened is not known until the same `requestId` is sent again).
 */
export class InstitutionClient {
  private readonly party: PartyClient;
  private readonly orgId: string;

  constructor({ url, orgId, ...options }: InstitutionOptions) {
    this.party = new PartyClient(url, options, orgId);
    this.orgId = orgId;
  }

  /** A.1.6: decodes a scanned code, which is used up by it, and gives the person and a token for the business. */
  decode(input: WithoutOrg<InputOf<'decodeQrCode'>>, how?: CallOptions): Promise<OutputOf<'decodeQrCode'>> {
    return this.party.ask('decodeQrCode', { ...input, orgId: this.orgId }, how);
  }

  /** A.1.7: whether a token is valid and this person's. */
  checkToken(input: InputOf<'checkToken'>, how?: CallOptions): Promise<OutputOf<'checkToken'>> {
    return this.party.ask('checkToken', input, how);
  }

  /** 6.4.2.2 b: what a settlement would come to. */
  previewSettlement(input: WithoutOrg<InputOf<'previewSettlement'>>, how?: CallOptions): Promise<OutputOf<'previewSettlement'>> {
    return this.party.ask('previewSettlement', { ...input, orgId: this.orgId }, how);
  }

  /** 6.4.2.2 b: settles, and uses the token up. `institutionSerialNo` makes it safe to repeat for ever. */
  settle(input: WithoutOrg<InputOf<'settle'>>, how?: CallOptions): Promise<OutputOf<'settle'>> {
    return this.party.ask('settle', { ...input, orgId: this.orgId }, how);
  }

  /** Takes a settlement back. */
  reverseSettlement(input: WithoutOrg<InputOf<'reverseSettlement'>>, how?: CallOptions): Promise<OutputOf<'reverseSettlement'>> {
    return this.party.ask('reverseSettlement', { ...input, orgId: this.orgId }, how);
  }

  /** The receipt of a settlement. */
  findReceipt(input: InputOf<'findReceipt'>, how?: CallOptions): Promise<OutputOf<'findReceipt'>> {
    return this.party.ask('findReceipt', input, how);
  }

  /** 6.3.2.2 b: has a business handled for the person whose code was scanned. */
  handleBusiness(input: WithoutOrg<InputOf<'handleBusiness'>>, how?: CallOptions): Promise<OutputOf<'handleBusiness'>> {
    return this.party.ask('handleBusiness', { ...input, orgId: this.orgId }, how);
  }

  /** Closes the connections, unless they were lent to it. */
  close(): void {
    this.party.close();
  }
}
