import { HttpPoster, Unreachable } from '../../client/http-post.js';
import { refuse } from '../../protocol/refusal.js';

/** Where a system outside the federation answers, and how long one question to it may take. */
export interface OutsideAddress {
  /** Undefined: not configured. */
  readonly url: string | undefined;
  readonly timeoutMs: number;
}

/** What an outside authority says. Its silence is an error, not a verdict. */
export type Verdict = 'match' | 'mismatch';

/**
 * A system outside that is asked over HTTP, JSON for JSON, and speaks no signed envelope. What it is asked does no harm when it is asked twice. No address is
 * `500032`, no answer that can be read within the time is `-3`.
 */
export class OutsideSystem {
  private readonly poster = new HttpPoster();

  /** `name` stands in diagnoses, such as `real-name verifier`. */
  constructor(private readonly name: string, private readonly address: OutsideAddress) {}

  /** Asks whether something is so: `POST {…} → {"result":"match"|"mismatch"}`. */
  async judge(question: object): Promise<Verdict> {
    const { result } = await this.ask(question);
    if (result === 'match' || result === 'mismatch') return result;
    throw this.silent('gave no verdict');
  }

  /** The members of the answer, whatever they are. */
  async ask(question: object): Promise<Readonly<Record<string, unknown>>> {
    const { url, timeoutMs } = this.address;
    if (url === undefined) throw refuse('configurationMissing', { diagnosis: `no address is configured for the ${this.name}` });
    try {
      const answer: unknown = JSON.parse((await this.post(url, JSON.stringify(question), timeoutMs)).toString('utf8'));
      return typeof answer === 'object' && answer !== null ? { ...answer } : {};
    } catch (error) {
      if (error instanceof Unreachable || error instanceof SyntaxError) throw this.silent(error.message);
      throw error;
    }
  }

  /** `-3`, for an answer that says nothing. */
  silent(why: string) {
    return refuse('timeout', { diagnosis: `the ${this.name}: ${why}` });
  }

  /** A kept connection that the other side is just closing says nothing: the question is asked once more. */
  private async post(url: string, question: string, timeoutMs: number): Promise<Buffer> {
    try {
      return await this.poster.post(url, question, timeoutMs);
    } catch (error) {
      const cause = error instanceof Unreachable ? (error.cause as NodeJS.ErrnoException) : undefined;
      if (cause?.code !== 'ECONNRESET') throw error;
      return this.poster.post(url, question, timeoutMs);
    }
  }
}
