import { execFile } from 'node:child_process';
import type { Cast } from './cast.js';
import { whyNoAnswer, type Answer } from './watched-poster.js';

/** Everything on a stage comes from this machine. */
export const HERE = ['127.0.0.0/8', '::1'];

export const decodePath = '/localcfc/api/hsecfc/localQrCodeQuery';
export const checkPath = '/localcfc/api/hsecfc/localEcTokenCheck';

/** An institution whose programs sign nothing, and its terminal. */
export interface UnsignedInstitution {
  readonly orgId: string;
  readonly terminal: string;
}

let entered = 0;

/** Lets an institution in Xiamen in that is registered for requests without a signature, with a terminal at these networks. */
export async function unsignedInstitution({ stage }: Cast, networks: readonly string[] = HERE, signTypes: readonly ('SM2' | 'plain')[] = ['plain']): Promise<UnsignedInstitution> {
  entered += 1;
  const orgId = `H35020320${String(entered).padStart(3, '0')}`;
  const hospital = await stage.centre.registersHospital({ orgId, name: `示例免签医院${entered}`, division: '350203' }, stage.fujian, { signTypes }, networks);
  await stage.converged();
  return { orgId, terminal: hospital.terminal };
}

/** What came back to a program that only knows HTTP and JSON. */
export interface PlainAnswer {
  readonly status: number;
  /** As it stood on the wire. */
  readonly text: string;
  readonly answer: Answer & { readonly data: Readonly<Record<string, unknown>> };
}

/** Posts a body with curl, as programs in the field are tried out by hand. Throws when what comes back is no answer of table A.3 with an object as data. */
export async function curl(url: string, body: string | Buffer, options: readonly string[] = []): Promise<PlainAnswer> {
  const args = ['-sS', '--noproxy', '*', '-w', '\n%{http_code}', '-H', 'Content-Type: application/json', ...options, '--data-binary', '@-', url];
  const printed = await new Promise<string>((resolve, reject) => {
    const child = execFile('curl', args, { encoding: 'utf8', maxBuffer: 1 << 24 }, (error, stdout) => (error === null ? resolve(stdout) : reject(new Error(`curl: ${error.message}`))));
    // Who refuses a body need not read it to its end.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(body);
  });
  const cut = printed.lastIndexOf('\n');
  const text = printed.slice(0, cut);
  const why = whyNoAnswer(text);
  if (why !== undefined) throw new Error(`the answer ${why}: ${printed.slice(0, 300)}`);
  const answer = JSON.parse(text) as PlainAnswer['answer'];
  if (typeof answer.data !== 'object' || answer.data === null || Array.isArray(answer.data)) throw new Error(`data is no object: ${text.slice(0, 300)}`);
  return { status: Number(printed.slice(cut + 1)), text, answer };
}

/** Two-byte letters of GBK for the few characters that the tests write. */
const GBK: Readonly<Record<string, string>> = {
  消: 'cffb', 化: 'bbaf', 内: 'c4da', 科: 'bfc6', 测: 'b2e2', 试: 'cad4', 操: 'b2d9', 作: 'd7f7', 员: 'd4b1',
};

/** A text in GBK. Throws where a character has no row in the table above. */
export const inGbk = (text: string): Buffer => Buffer.concat([...text].map((letter) => {
  if (letter <= '\x7f') return Buffer.from(letter, 'latin1');
  const bytes = GBK[letter];
  if (bytes === undefined) throw new Error(`no GBK letter for ${letter}`);
  return Buffer.from(bytes, 'hex');
}));
