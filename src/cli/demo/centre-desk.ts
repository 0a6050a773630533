import type { HttpPoster } from '../../client/http-post.js';
import type { Observer } from '../../kernel/dispatch/observer.js';
import { findReturnCode, returnCodes } from '../../protocol/dictionaries/return-codes.js';
import { Refusal } from '../../protocol/refusal.js';
import { NATIONAL_PARTY } from '../federation-keys.js';

/** How a desk reaches the management centre. */
interface CentreLine {
  readonly url: string;
  readonly poster: HttpPoster;
  readonly observe: Observer;
}

const PATIENCE_MS = 10_000;
const FIRST_OF_FAILURES = 400;

/** Name of a desk's user among the parties of the story. */
export const deskParty = (name: string): string => `user:${name}`;

/** One user of the management centre (4.8) with his browser: JSON over HTTP, as docs/management-centre.md describes it. */
export class CentreDesk {
  private token: string | undefined;

  constructor(private readonly line: CentreLine, private readonly name: string, private readonly password: string) {}

  async logIn(): Promise<void> {
    const { token } = await this.post<{ token: string }>('session', { name: this.name, password: this.password }, '4.8');
    this.token = token;
  }

  /** Posts to a route below `/management`; the clause is what the act is for. Throws the `Refusal` of the answer. */
  async post<T = unknown>(path: string, body: object, clause: string): Promise<T> {
    const began = performance.now();
    const headers: Record<string, string> = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const { status, body: bytes } = await this.line.poster.exchange(`${this.line.url}/management/${path}`, JSON.stringify(body), PATIENCE_MS, headers);
    const answer = JSON.parse(bytes.toString('utf8')) as T & { code?: number; detail?: string };
    const row = status < FIRST_OF_FAILURES ? returnCodes.success : (findReturnCode(answer.code ?? returnCodes.unknownError.code) ?? returnCodes.unknownError);
    const { code, text } = row;
    const ms = performance.now() - began;
    this.line.observe({ from: deskParty(this.name), to: NATIONAL_PARTY, zone: 'core', transType: `POST ${shortened(path)}`, clause, code, text, ms });
    if (row !== returnCodes.success) throw new Refusal(row, { diagnosis: answer.detail });
    return answer;
  }
}

/** `applications/01a2…/endorsement` as it fits into a line: `…/endorsement`. */
const shortened = (path: string): string => path.replace(/^[a-z]+\/[0-9A-Za-z]{16,}(?=\/)/, '…');
