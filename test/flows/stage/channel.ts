import type { ShapeType } from '../../../src/protocol/shape.js';
import type { ChannelKind } from '../../../src/protocol/transactions/application-record.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import type { How, Loose, Speaker } from './speaker.js';

type Input<R extends keyof typeof transactions> = Loose<ShapeType<(typeof transactions)[R]['input']>>;
type Output<R extends keyof typeof transactions> = ShapeType<(typeof transactions)[R]['output']>;

/** What national answers channels. */
type AtNational =
  | 'verifyRealName' | 'verifyRealPerson' | 'activateCredential' | 'queryState' | 'sendSmsCode' | 'grantAuthorization' | 'queryAuthorization'
  | 'listAuthorizations' | 'changeAuthorization' | 'changePassword' | 'resetPassword' | 'bindCard' | 'unbindCard' | 'listCards'
  | 'queryUnitState' | 'listUnits' | 'activateUnit' | 'grantUnitAuthorization' | 'listUnitAuthorizations' | 'changeUnitAuthorization'
  | 'appointAgent' | 'dismissAgent' | 'listAgents'
  | 'getAccessToken' | 'getApiTicket' | 'linkPage' | 'exchangeAccessCode';

/** Whoever serves channels in a public-service zone. */
export interface PublicService {
  readonly publicServiceUrl: string;
}

/** 渠道: an application in a citizen's hand, the bureau's own or another party's (2.6). */
export class Channel {
  constructor(
    readonly name: string, readonly kind: ChannelKind, readonly channelNumber: string, readonly speaker: Speaker, private readonly national: PublicService,
  ) {}

  /** 6.1.3.3 a: opens a handling for a person who acts at a business place. */
  verifiesRealName(person: Input<'verifyRealName'>, how?: How): Promise<Output<'verifyRealName'>> {
    const { idType, idNo, userName, businessPlace } = person;
    return this.atNational('verifyRealName', { idType, idNo, userName, businessPlace }, how);
  }

  verifiesRealPerson(input: Input<'verifyRealPerson'>, how?: How): Promise<Output<'verifyRealPerson'>> {
    return this.atNational('verifyRealPerson', input, how);
  }

  /** 6.1.3.3 b–e. */
  activates(input: Input<'activateCredential'>, how?: How): Promise<Output<'activateCredential'>> {
    return this.atNational('activateCredential', input, how);
  }

  /** 6.1.2.3 b: what stands between this person and the use of the credential here. */
  asksForState({ idType, idNo, userName }: Input<'queryState'>, how?: How): Promise<Output<'queryState'>> {
    return this.atNational('queryState', { idType, idNo, userName }, how);
  }

  /** Has a code sent in a short message. */
  sendsSms(input: Input<'sendSmsCode'>, how?: How): Promise<Output<'sendSmsCode'>> {
    return this.atNational('sendSmsCode', input, how);
  }

  /** 6.1.4.3: hands over who the person is and how the person confirms. */
  isAuthorizedBy(input: Input<'grantAuthorization'>, how?: How): Promise<Output<'grantAuthorization'>> {
    return this.atNational('grantAuthorization', input, how);
  }

  /** Whether what this person gave it still holds. */
  asksForAuthorization({ idType, idNo, userName }: Input<'queryAuthorization'>, how?: How): Promise<Output<'queryAuthorization'>> {
    return this.atNational('queryAuthorization', { idType, idNo, userName }, how);
  }

  /** 4.7. */
  listsAuthorizations(authorizationCode: string, how?: How): Promise<Output<'listAuthorizations'>> {
    return this.atNational('listAuthorizations', { authorizationCode }, how);
  }

  /** 4.7. */
  changesAuthorization(input: Input<'changeAuthorization'>, how?: How): Promise<Output<'changeAuthorization'>> {
    return this.atNational('changeAuthorization', input, how);
  }

  changesPassword(input: Input<'changePassword'>, how?: How): Promise<Output<'changePassword'>> {
    return this.atNational('changePassword', input, how);
  }

  resetsPassword(input: Input<'resetPassword'>, how?: How): Promise<Output<'resetPassword'>> {
    return this.atNational('resetPassword', input, how);
  }

  /** 4.10 金融信息. */
  bindsCard(input: Input<'bindCard'>, how?: How): Promise<Output<'bindCard'>> {
    return this.atNational('bindCard', input, how);
  }

  unbindsCard(input: Input<'unbindCard'>, how?: How): Promise<Output<'unbindCard'>> {
    return this.atNational('unbindCard', input, how);
  }

  listsCards(authorizationCode: string, how?: How): Promise<Output<'listCards'>> {
    return this.atNational('listCards', { authorizationCode }, how);
  }

  /** 6.2.2.2 a: asks the business place's province for a code. */
  asksForCode(province: PublicService, input: Input<'issueQrCode'>, how?: How): Promise<Output<'issueQrCode'>> {
    return this.speaker.ask(province.publicServiceUrl, transactions.issueQrCode, input, how);
  }

  /** INT-12: asks the national tier for a code. */
  asksNationalForCode(input: Input<'issueNationalQrCode'>, how?: How): Promise<Output<'issueNationalQrCode'>> {
    return this.speaker.ask(this.national.publicServiceUrl, transactions.issueNationalQrCode, input, how);
  }

  /** INT-67: asks the business place's province for the code of a unit. */
  asksForUnitCode(province: PublicService, input: Input<'issueUnitQrCode'>, how?: How): Promise<Output<'issueUnitQrCode'>> {
    return this.speaker.ask(province.publicServiceUrl, transactions.issueUnitQrCode, input, how);
  }

  /** 4.3: shows APPID and SECRET. */
  async showsSecret(): Promise<string> {
    return (await this.atNational('getAccessToken', { secret: this.speaker.keys.appSecret })).accessToken;
  }

  /** 6.1.3.3 c, 6.1.4.3 a: asks where to send a person, with a ticket of its own. */
  async asksForLink(input: Omit<Input<'linkPage'>, 'apiTicket'>): Promise<Output<'linkPage'>> {
    const { apiTicket } = await this.atNational('getApiTicket', { accessToken: await this.showsSecret() });
    return this.atNational('linkPage', { apiTicket, ...input });
  }

  /** 6.1.4.3 c: the code that a person came back with, for the channel authorization code. */
  async exchangesCode(code = ''): Promise<string> {
    return (await this.atNational('exchangeAccessCode', { accessToken: await this.showsSecret(), code })).authorizationCode;
  }

  /** Any of what national answers channels. */
  atNational<R extends AtNational>(row: R, input: Input<R>, how?: How): Promise<Output<R>> {
    return this.speaker.ask<unknown, unknown>(this.national.publicServiceUrl, transactions[row], input, how) as Promise<Output<R>>;
  }
}
