import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { decryptAesCbc, encryptAesCbc } from '../../crypto/aes-cbc.js';
import { generateRsa2KeyPair, signRsa2, verifyRsa2 } from '../../crypto/rsa2.js';
import { signingText } from '../../modules/activation/national/alipay/alipay-message.js';

/** The consent of a simulated user of this name and document. */
export const simulatedAuthCode = (userName: string, idNo: string): string => Buffer.from(`${idNo} ${userName}`, 'utf8').toString('base64url');

interface Application {
  /** Undefined: nobody has uploaded one. */
  readonly publicKey: string | undefined;
  readonly encryptKey: string;
}

type Members = Record<string, string>;

/**
 * Simulator of Alipay's open platform, for sandbox and tests: a server of its own with its own RSA2 key, which checks the signature of whoever asks.
 * - an application without a public key gets `isv.missing-signature-key`, unsigned, as the real platform says it;
 * - `alipay.system.oauth.token` knows codes made by `simulatedAuthCode`; `alipay.user.info.share` tells who that is, encrypted;
 * - `GET /consent` is where the simulated user agrees: it gives such a code;
 * - `alipay.user.certify.open.initialize` is refused for names that contain 冒名; `…query` says that the face did not match where the name contains 他人.
 */
export class AlipaySimulator {
  private readonly keys = generateRsa2KeyPair();
  private readonly applications = new Map<string, Application>();
  private readonly faces = new Map<string, string>();
  private readonly server = http.createServer((request, response) => {
    // What cannot be read is somebody else's mistake and must not end the simulator.
    this.answer(request, response).catch(() => response.writeHead(400).end());
  });

  /** What applications check its answers with. */
  get publicKey(): string {
    return this.keys.publicKey;
  }

  registers(appId: string, application: Application): void {
    this.applications.set(appId, application);
  }

  /** Listens on loopback and gives the address of its gateway. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/gateway.do`;
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
      const authCode = simulatedAuthCode(searchParams.get('userName') ?? '', searchParams.get('idNo') ?? '');
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ authCode, by: 'simulator' }));
      return;
    }
    const { sign, ...asked }: Members = Object.fromEntries<string>(new URLSearchParams(await textOf(request)));
    const application = this.applications.get(asked['app_id'] ?? '');
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    if (application?.publicKey === undefined) {
      response.end(JSON.stringify({ error_response: { code: '40001', msg: 'Missing Required Arguments', sub_code: 'isv.missing-signature-key' } }));
      return;
    }
    const right = verifyRsa2(signingText(asked), sign ?? '', application.publicKey);
    const said = JSON.stringify(right ? this.serve(asked, application) : { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' });
    const node = asked['encrypt_type'] === 'AES' ? JSON.stringify(encryptAesCbc(said, application.encryptKey)) : said;
    response.end(`{"${(asked['method'] ?? '').replaceAll('.', '_')}_response":${node},"sign":"${signRsa2(node, this.keys.privateKey)}"}`);
  }

  private serve(asked: Members, application: Application): object {
    switch (asked['method']) {
      case 'alipay.system.oauth.token': return knownUser(asked['code']) === undefined ? failed('isv.code-invalid') : { access_token: asked['code'] };
      case 'alipay.user.info.share': return { code: '10000', msg: 'Success', cert_type: '0', is_certified: 'T', ...knownUser(asked['auth_token']) };
      case 'alipay.user.certify.open.initialize': return this.begin(contentOf(asked, application));
      case 'alipay.user.certify.open.query': return this.verdict(contentOf(asked, application));
      default: return failed('isv.invalid-method');
    }
  }

  private begin({ identity_param: person }: { identity_param?: { cert_name?: string } }): object {
    const name = person?.cert_name ?? '';
    if (name.includes('冒名')) return failed('INVALID_PARAMETER');
    const certifyId = (this.faces.size + 1).toString(16).padStart(32, '0');
    this.faces.set(certifyId, name);
    return { code: '10000', msg: 'Success', certify_id: certifyId };
  }

  private verdict({ certify_id: certifyId }: { certify_id?: string }): object {
    const name = this.faces.get(certifyId ?? '');
    return name === undefined ? failed('CERTIFY_ID_EXPIRED') : { code: '10000', msg: 'Success', passed: name.includes('他人') ? 'F' : 'T' };
  }
}

const failed = (subCode: string): object => ({ code: '40004', msg: 'Business Failed', sub_code: subCode });

function knownUser(code: string | undefined): { user_name: string; cert_no: string } | undefined {
  const [certNo = '', ...name] = Buffer.from(code ?? '', 'base64url').toString('utf8').split(' ');
  return /^\d{17}[\dX]$/.test(certNo) ? { user_name: name.join(' '), cert_no: certNo } : undefined;
}

function contentOf(asked: Members, { encryptKey }: Application): Record<string, never> {
  const content = asked['biz_content'] ?? '{}';
  return JSON.parse(asked['encrypt_type'] === 'AES' ? decryptAesCbc(content, encryptKey) : content) as Record<string, never>;
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
