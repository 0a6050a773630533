import { HttpPoster } from './http-post.js';
import { PartyClient, type CallOptions, type InputOf, type OutputOf, type PartyOptions } from './party-client.js';

export interface ChannelOptions extends PartyOptions {
  /** Address of the national tier's public-service zone. */
  readonly nationalUrl: string;
  /** Addresses of the provinces' public-service zones, by the two digits of the province: `{ '35': 'https://…' }`. */
  readonly provinceUrls?: Readonly<Record<string, string>>;
}

/**
 * 渠道 (2.6): an official or third-party application that people hold their credential in. Every method is one transaction and throws `Refusal`,
 * `UntrustedAnswer` or `Unreachable`, as `InstitutionClient` does.
 */
export class ChannelClient {
  private readonly poster: HttpPoster;
  private readonly national: PartyClient;
  private readonly provinces: ReadonlyMap<string, PartyClient>;

  constructor(private readonly options: ChannelOptions) {
    const { nationalUrl, provinceUrls = {} } = options;
    this.poster = options.poster ?? new HttpPoster();
    const at = (url: string): PartyClient => new PartyClient(url, { ...options, poster: this.poster });
    this.national = at(nationalUrl);
    this.provinces = new Map(Object.entries(provinceUrls).map(([province, url]) => [province, at(url)]));
  }

  /** 6.1.2.3 b: what stands between this person and the use of the credential here. */
  queryState(input: InputOf<'queryState'>, how?: CallOptions): Promise<OutputOf<'queryState'>> {
    return this.national.ask('queryState', input, how);
  }

  /** 6.1.3.3 a: the real-name check; opens a handling whose serial number binds the further steps. */
  verifyRealName(input: InputOf<'verifyRealName'>, how?: CallOptions): Promise<OutputOf<'verifyRealName'>> {
    return this.national.ask('verifyRealName', input, how);
  }

  /** 6.1.3.3 a: the real-person check. */
  verifyRealPerson(input: InputOf<'verifyRealPerson'>, how?: CallOptions): Promise<OutputOf<'verifyRealPerson'>> {
    return this.national.ask('verifyRealPerson', input, how);
  }

  /** 6.1.3.3 b–e: sets the password, activates, and gives the channel authorization code. */
  activate(input: InputOf<'activateCredential'>, how?: CallOptions): Promise<OutputOf<'activateCredential'>> {
    return this.national.ask('activateCredential', input, how);
  }

  /** Has a code sent in a short message. */
  sendSmsCode(input: InputOf<'sendSmsCode'>, how?: CallOptions): Promise<OutputOf<'sendSmsCode'>> {
    return this.national.ask('sendSmsCode', input, how);
  }

  /** 6.1.4.3: the person authorizes this channel. */
  grantAuthorization(input: InputOf<'grantAuthorization'>, how?: CallOptions): Promise<OutputOf<'grantAuthorization'>> {
    return this.national.ask('grantAuthorization', input, how);
  }

  /**
   * 6.1.3.3 c, 6.1.4.3 a: the link to the platform's own page, to be opened in the person's browser; good for ten minutes. `authorization` wants `idType`,
   * `idNo` and `userName`, `activation` the two serial numbers of the handling. Give a `returnState` that nobody can guess, and compare it with the `state` that comes back.
   */
  async linkPage(input: Omit<InputOf<'linkPage'>, 'apiTicket'>, how?: CallOptions): Promise<OutputOf<'linkPage'>> {
    const { apiTicket } = await this.national.ask('getApiTicket', { accessToken: await this.accessToken() });
    return this.national.ask('linkPage', { ...input, apiTicket }, how);
  }

  /** 6.1.3.3 e, 6.1.4.3 c: the channel authorization code, once, for the `code` that the person came back from a page with. */
  async exchangeAccessCode(code: string, how?: CallOptions): Promise<OutputOf<'exchangeAccessCode'>> {
    return this.national.ask('exchangeAccessCode', { accessToken: await this.accessToken(), code }, how);
  }

  /** 6.1.4.3 c: whether this person's authorization still holds. */
  queryAuthorization(input: InputOf<'queryAuthorization'>, how?: CallOptions): Promise<OutputOf<'queryAuthorization'>> {
    return this.national.ask('queryAuthorization', input, how);
  }

  /** 4.7, official channel: the person's authorizations of third-party channels. */
  listAuthorizations(input: InputOf<'listAuthorizations'>, how?: CallOptions): Promise<OutputOf<'listAuthorizations'>> {
    return this.national.ask('listAuthorizations', input, how);
  }

  /** 4.7, official channel: suspends, restores or revokes one of them. */
  changeAuthorization(input: InputOf<'changeAuthorization'>, how?: CallOptions): Promise<OutputOf<'changeAuthorization'>> {
    return this.national.ask('changeAuthorization', input, how);
  }

  changePassword(input: InputOf<'changePassword'>, how?: CallOptions): Promise<OutputOf<'changePassword'>> {
    return this.national.ask('changePassword', input, how);
  }

  resetPassword(input: InputOf<'resetPassword'>, how?: CallOptions): Promise<OutputOf<'resetPassword'>> {
    return this.national.ask('resetPassword', input, how);
  }

  /** 6.2.2.2: asks the business place's province for a code; without `poolingArea` it may answer with the areas to choose from (INT-29). */
  async issueQrCode(province: string, input: InputOf<'issueQrCode'>, how?: CallOptions): Promise<OutputOf<'issueQrCode'>> {
    return this.inProvince(province).ask('issueQrCode', input, how);
  }

  /** INT-12, official channel: a code of the national tier, for no province in particular. */
  issueNationalQrCode(input: InputOf<'issueNationalQrCode'>, how?: CallOptions): Promise<OutputOf<'issueNationalQrCode'>> {
    return this.national.ask('issueNationalQrCode', input, how);
  }

  /** Closes the connections, unless they were lent to it. */
  close(): void {
    if (this.options.poster === undefined) this.poster.close();
  }

  private async accessToken(): Promise<string> {
    return (await this.national.ask('getAccessToken', { secret: this.options.keys.appSecret })).accessToken;
  }

  /** Throws where no address was given for the province. */
  private inProvince(province: string): PartyClient {
    const client = this.provinces.get(province);
    if (client === undefined) throw new RangeError(`no address is known for province ${province}; name it in provinceUrls`);
    return client;
  }
}
