import { encryptAesCbc } from '../../../../crypto/aes-cbc.js';
import { HttpPoster, Unreachable } from '../../../../client/http-post.js';
import type { Clock } from '../../../../kernel/clock.js';
import { outsideFailure, type Contacts } from '../../../../kernel/link/contacts.js';
import { refuse } from '../../../../protocol/refusal.js';
import { openAnswer, signMembers, type AlipayAnswer, type AlipayKeys } from './alipay-message.js';

/** Our application at Alipay's open platform; whatever is undefined is not configured. Keys as Base64. */
export interface AlipayAccess {
  readonly url: string | undefined;
  readonly appId: string | undefined;
  readonly privateKey: string | undefined;
  readonly alipayPublicKey: string | undefined;
  readonly encryptKey: string | undefined;
  readonly timeoutMs: number;
}

export interface AlipayRequest {
  readonly method: string;
  readonly members?: Readonly<Record<string, string>>;
  readonly content?: object;
}

const NAME = 'alipay';
const NEEDED = ['url', 'appId', 'privateKey', 'alipayPublicKey'] as const;

/** Sub-codes by which Alipay says that our application is not set up there: no public key, no product. Code 40006: no right to the interface. */
const NOT_SET_UP = ['isv.missing-signature-key', 'aop.no-product-reg-by-partner'];

/** Alipay's open platform over HTTP (gateway.do): requests signed with RSA2, content encrypted where a key is agreed. // INT-123 */
export class AlipayGateway {
  private readonly poster = new HttpPoster();

  constructor(private readonly access: AlipayAccess, private readonly contacts: Contacts, private readonly clock: Clock) {
    if (access.url !== undefined) contacts.expect(NAME, 'outside');
  }

  /** What Alipay answers, whatever it says of the business; what concerns the set-up is refused here. */
  async ask(request: AlipayRequest): Promise<AlipayAnswer> {
    const { url, keys, members } = this.compose(request);
    const body = new URLSearchParams(members).toString();
    const answer = openAnswer(await this.contacts.watch(NAME, () => this.post(url, body), outsideFailure), request.method, keys);
    requireSetUp(answer);
    return answer;
  }

  /** The address at Alipay that a person is sent to. */
  pageOf(request: AlipayRequest): string {
    const { url, members } = this.compose(request);
    return `${url}?${new URLSearchParams(members).toString()}`;
  }

  private compose({ method, members = {}, content }: AlipayRequest) {
    const { url, appId, privateKey, alipayPublicKey, encryptKey } = this.requireConfigured();
    const said = content === undefined ? '' : JSON.stringify(content);
    const encrypted = encryptKey !== undefined;
    const biz: Readonly<Record<string, string>> = said === '' ? {} : { biz_content: encrypted ? encryptAesCbc(said, encryptKey) : said };
    const all: Readonly<Record<string, string>> = {
      app_id: appId, method, format: 'JSON', charset: 'utf-8', sign_type: 'RSA2', version: '1.0', timestamp: shanghai(this.clock.now()),
      ...(encrypted && { encrypt_type: 'AES' }), ...members, ...biz,
    };
    const keys: AlipayKeys = { privateKey, alipayPublicKey, encryptKey };
    return { url, keys, members: signMembers(all, privateKey) };
  }

  private requireConfigured() {
    const { url = '', appId = '', privateKey = '', alipayPublicKey = '', encryptKey } = this.access;
    const missing = NEEDED.filter((name) => this.access[name] === undefined);
    if (missing.length > 0) throw refuse('alipayParametersMissing', { diagnosis: `alipay.${missing.join(', alipay.')} is not configured` });
    return { url, appId, privateKey, alipayPublicKey, encryptKey };
  }

  private async post(url: string, body: string): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    try {
      return (await this.poster.exchange(url, body, this.access.timeoutMs, headers)).body.toString('utf8');
    } catch (error) {
      if (error instanceof Unreachable) throw refuse('timeout', { diagnosis: 'Alipay did not answer' });
      throw error;
    }
  }
}

function requireSetUp({ code, sub_code: subCode = '' }: AlipayAnswer): void {
  const diagnosis = `Alipay answered ${code ?? ''} ${subCode}`;
  if (NOT_SET_UP.includes(subCode) || code === '40006') throw refuse('alipayConfigurationMissing', { diagnosis });
  if (code === '40001') throw refuse('alipayParametersMissing', { diagnosis });
}

const local = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
});

/** `yyyy-MM-dd HH:mm:ss` of Asia/Shanghai. */
const shanghai = (at: number): string => local.format(at);
