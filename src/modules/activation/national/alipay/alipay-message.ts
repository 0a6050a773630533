import { decryptAesCbc } from '../../../../crypto/aes-cbc.js';
import { signRsa2, verifyRsa2 } from '../../../../crypto/rsa2.js';
import { refuse } from '../../../../protocol/refusal.js';

type Members = Readonly<Record<string, string>>;

/** The keys of one application at Alipay. */
export interface AlipayKeys {
  readonly privateKey: string;
  /** Of Alipay, for this application. */
  readonly alipayPublicKey: string;
  /** Of the content; undefined where none is agreed. */
  readonly encryptKey: string | undefined;
}

/** What stands in the node of an answer. `code` is absent in the answers of the oldest methods when they succeed. */
export interface AlipayAnswer extends Readonly<Record<string, unknown>> {
  readonly code?: string;
  readonly sub_code?: string;
}

/** The members with their signature: `name=value` of everything that is not empty, in the order of the alphabet, joined by `&`, RSA2. */
export function signMembers(members: Members, privateKey: string): Members {
  return { ...members, sign: signRsa2(signingText(members), privateKey) };
}

/** What a signature of members is over. */
export function signingText(members: Members): string {
  return Object.keys(members).filter((name) => members[name] !== '').toSorted().map((name) => `${name}=${members[name]}`).join('&');
}

/**
 * Opens an answer: the signature is over the very characters of the node, then the node is decrypted where it is a text. An error without a signature is
 * believed to be one: Alipay cannot sign for an application it does not know.
 */
export function openAnswer(body: string, method: string, keys: AlipayKeys): AlipayAnswer {
  const { node, sign } = nodeOf(body, method);
  const answer: unknown = JSON.parse(node);
  if (sign === undefined && isAnswer(answer) && answer.code !== undefined && answer.code !== '10000') return answer;
  if (sign === undefined || !verified(node, sign, keys)) {
    throw refuse('alipaySignatureInvalid', { diagnosis: `the answer to ${method} is not signed with the configured key of Alipay` });
  }
  return isAnswer(answer) ? answer : decrypted(String(answer), method, keys);
}

const isAnswer = (value: unknown): value is AlipayAnswer => typeof value === 'object' && value !== null;

function verified(node: string, sign: string, { alipayPublicKey }: AlipayKeys): boolean {
  try {
    return verifyRsa2(node, sign, alipayPublicKey);
  } catch {
    return false;
  }
}

function decrypted(cipherText: string, method: string, { encryptKey }: AlipayKeys): AlipayAnswer {
  try {
    if (encryptKey === undefined) throw new Error('no alipay.encryptKey is configured');
    return JSON.parse(decryptAesCbc(cipherText, encryptKey)) as AlipayAnswer;
  } catch (error) {
    throw refuse('alipayDecryptionFailed', { diagnosis: `the answer to ${method} does not open: ${error instanceof Error ? error.name : 'unknown'}` });
  }
}

/** The node's own characters, and the signature beside it. */
function nodeOf(body: string, method: string): { node: string; sign: string | undefined } {
  try {
    const members = JSON.parse(body) as Record<string, unknown>;
    const name = [`${method.replaceAll('.', '_')}_response`, 'error_response'].find((each) => each in members);
    if (name === undefined) throw new Error('it has no node');
    const from = body.indexOf(`"${name}"`) + name.length + 2;
    const sign = members['sign'];
    const to = typeof sign === 'string' ? body.lastIndexOf(',"sign"') : body.lastIndexOf('}');
    return { node: body.slice(body.indexOf(':', from) + 1, to), sign: typeof sign === 'string' ? sign : undefined };
  } catch {
    throw refuse('timeout', { diagnosis: `Alipay answered ${method} with something that is no answer` });
  }
}
