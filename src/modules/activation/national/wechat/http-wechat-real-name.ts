import { hmacSha256 } from '../../../../crypto/hmac-sha256.js';
import { HttpPoster, Unreachable } from '../../../../client/http-post.js';
import type { Ids } from '../../../../kernel/ids.js';
import { outsideFailure, type Contacts } from '../../../../kernel/link/contacts.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { Identity } from '../../../../registry/person/insured-person.store.js';
import type { Verdict } from '../../../../kernel/link/outside-system.js';
import type { WechatConsent, WechatMerchant, WechatRealName } from './wechat.port.js';

/** Where WeChat Pay answers: `api.mch.weixin.qq.com` for tokens, `fraud.mch.weixin.qq.com` for the check. Undefined: not configured. */
export interface WechatAddress {
  readonly tokenUrl: string | undefined;
  readonly checkUrl: string | undefined;
  readonly timeoutMs: number;
}

type Members = Readonly<Record<string, string>>;

const NAME = 'wechat-pay';

/** 微信支付实名验证 (API v2): an OAuth code buys an access token for `pay_identity`; with it name and document are compared. Signed with HMAC-SHA256. */
export class HttpWechatRealName implements WechatRealName {
  private readonly poster = new HttpPoster();

  constructor(private readonly address: WechatAddress, private readonly contacts: Contacts, private readonly ids: Ids) {
    if (address.tokenUrl !== undefined) contacts.expect(NAME, 'outside');
  }

  verify(account: { readonly appId: string; readonly merchant: WechatMerchant }, consent: WechatConsent, identity: Identity): Promise<Verdict> {
    const { tokenUrl, checkUrl } = this.address;
    if (tokenUrl === undefined || checkUrl === undefined) throw refuse('configurationMissing', { diagnosis: 'no addresses are configured for WeChat Pay' });
    const { appId, merchant: { mchId, apiKey } } = account;
    const known = { mch_id: mchId, appid: appId, openid: consent.openId, sign_type: 'HMAC-SHA256' };
    return this.contacts.watch(NAME, async () => {
      const asked = signed({ ...known, code: consent.wechatCode, scope: 'pay_identity', grant_type: 'authorization_code' }, apiKey);
      const token = await this.tokenOf(`${tokenUrl}/appauth/getaccesstoken?${new URLSearchParams(asked).toString()}`);
      if (token === undefined) return 'mismatch';
      const { userName, idNo } = identity;
      const check = { ...known, version: '1.0', real_name: userName, cred_type: '1', cred_id: idNo, access_token: token, nonce_str: this.ids.lower(32) };
      return verdictOf(await this.answered(() => this.poster.post(`${checkUrl}/secsvc/realnameauth`, xmlOf(signed(check, apiKey)), this.address.timeoutMs)));
    }, outsideFailure);
  }

  /** Undefined where WeChat does not know the code (any more): then nobody has consented. */
  private async tokenOf(url: string): Promise<string | undefined> {
    const text = await this.answered(() => this.poster.get(url, this.address.timeoutMs));
    try {
      const { access_token: token } = JSON.parse(text) as { access_token?: unknown };
      return typeof token === 'string' && token !== '' ? token : undefined;
    } catch {
      throw refuse('timeout', { diagnosis: 'WeChat Pay answered something that is no JSON' });
    }
  }

  private async answered(ask: () => Promise<Buffer>): Promise<string> {
    try {
      return (await ask()).toString('utf8');
    } catch (error) {
      if (error instanceof Unreachable) throw refuse('timeout', { diagnosis: 'WeChat Pay did not answer' });
      throw error;
    }
  }
}

/** Members in the order of the alphabet, `&key=` and the API key behind them. */
export function signed(members: Members, apiKey: string): Members {
  const text = Object.keys(members).toSorted().map((name) => `${name}=${members[name]}`).join('&');
  return { ...members, sign: hmacSha256(`${text}&key=${apiKey}`, apiKey) };
}

const xmlOf = (members: Members): string => (
  `<xml>${Object.entries(members).map(([name, value]) => `<${name}><![CDATA[${value.replaceAll(']]>', '')}]]></${name}>`).join('')}</xml>`
);

/** Said as `V_OP_NM_MA` (the user is real-named and it is this name) and `V_NM_ID_MA` (name and document belong together). */
function verdictOf(xml: string): Verdict {
  const said = (name: string): string | undefined => new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^<\\]]*)`).exec(xml)?.[1];
  if (said('return_code') !== 'SUCCESS' || said('result_code') !== 'SUCCESS') throw refuse('timeout', { diagnosis: 'WeChat Pay gave no verdict' });
  return said('verify_openid') === 'V_OP_NM_MA' && said('verify_real_name') === 'V_NM_ID_MA' ? 'match' : 'mismatch';
}
