import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { signed } from '../../modules/activation/national/wechat/http-wechat-real-name.js';

/** What a user of the simulated WeChat is known by: the consent of a person of this name and document. */
export const simulatedConsent = (userName: string, idNo: string) => ({
  openId: `o${Buffer.from(idNo).toString('hex')}`, wechatCode: Buffer.from(JSON.stringify({ userName, idNo }), 'utf8').toString('base64url'),
});

/**
 * Simulator of WeChat Pay's real-name check (API v2), for sandbox and tests: a server of its own. One merchant; a request that its key did not sign gets no
 * token. A code made by `simulatedConsent` is the consent of that person; any other is unknown. The access token says whose it is. `GET /consent` is where the
 * simulated user agrees.
 */
export class WechatSimulator {
  private readonly server = http.createServer((request, response) => {
    // What cannot be read is somebody else's mistake and must not end the simulator.
    this.answer(request, response).catch(() => response.writeHead(400).end());
  });

  constructor(private readonly merchant: { readonly mchId: string; readonly apiKey: string }) {}

  /** Listens on loopback and gives the address for tokens and checks. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
    if (pathname === '/consent') {
      const consent = simulatedConsent(searchParams.get('userName') ?? '', searchParams.get('idNo') ?? '');
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ ...consent, by: 'simulator' }));
    } else if (pathname === '/appauth/getaccesstoken') {
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(this.token(Object.fromEntries(searchParams))));
    } else {
      response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(this.verdict(membersOf(await textOf(request))));
    }
  }

  private token(asked: Record<string, string>): object {
    const consents = this.isSigned(asked) && identityIn(asked['code'] ?? '') !== undefined;
    return consents ? { retcode: '0', retmsg: 'ok', access_token: asked['code'], by: 'simulator' } : { retcode: '1', retmsg: 'invalid code', by: 'simulator' };
  }

  private verdict(asked: Record<string, string>): string {
    if (!this.isSigned(asked)) return '<xml><return_code>FAIL</return_code></xml>';
    const known = identityIn(asked['access_token'] ?? '');
    const [named, fits] = [known?.userName === asked['real_name'], known?.userName === asked['real_name'] && known?.idNo === asked['cred_id']];
    return `<xml><return_code><![CDATA[SUCCESS]]></return_code><result_code><![CDATA[SUCCESS]]></result_code>`
      + `<verify_openid><![CDATA[${named ? 'V_OP_NM_MA' : 'V_OP_NM_UM'}]]></verify_openid><verify_real_name><![CDATA[${fits ? 'V_NM_ID_MA' : 'V_NM_ID_UM'}]]></verify_real_name></xml>`;
  }

  private isSigned({ sign, ...members }: Record<string, string>): boolean {
    return members['mch_id'] === this.merchant.mchId && signed(members, this.merchant.apiKey)['sign'] === sign;
  }
}

function identityIn(code: string): { userName: string; idNo: string } | undefined {
  try {
    return JSON.parse(Buffer.from(code, 'base64url').toString('utf8')) as { userName: string; idNo: string };
  } catch {
    return undefined;
  }
}

const membersOf = (xml: string): Record<string, string> => Object.fromEntries([...xml.matchAll(/<(\w+)><!\[CDATA\[(.*?)\]\]>/g)].map(([, name, value]) => [name, value]));

async function textOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
