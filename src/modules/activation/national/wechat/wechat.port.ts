import type { Identity } from '../../../../registry/person/insured-person.store.js';
import type { Verdict } from '../../../../kernel/link/outside-system.js';

/** What WeChat Pay knows a merchant by. */
export interface WechatMerchant {
  readonly mchId: string;
  /** The merchant's API key, which signs. */
  readonly apiKey: string;
}

/** The mini program or official account (小程序, 公众号) that a channel is linked with. */
export interface WechatAccount {
  readonly channelNumber: string;
  readonly appId: string;
  /** Undefined: the account may not ask for real names. */
  readonly merchant?: WechatMerchant | undefined;
}

/** Who holds the telephone, as WeChat handed it to the channel: valid once and for minutes. */
export interface WechatConsent {
  readonly openId: string;
  readonly wechatCode: string;
}

/** 微信支付实名验证: whether WeChat Pay knows the consenting user by this name and document. Silence is `-3`, no address `500032`. */
export interface WechatRealName {
  verify(account: { readonly appId: string; readonly merchant: WechatMerchant }, consent: WechatConsent, identity: Identity): Promise<Verdict>;
}

export const WECHAT_REAL_NAME = Symbol('WechatRealName');

export interface WechatSettings {
  readonly accounts: readonly WechatAccount[];
}

export const WECHAT_SETTINGS = Symbol('WechatSettings');
