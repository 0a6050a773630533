import { HttpPoster, Unreachable } from '../../client/http-post.js';
import { refuse } from '../../protocol/refusal.js';
import { outsideFailure, type Contacts } from './contacts.js';

/** Where a system outside the federation answers, and how long one question to it may take. */
export interface OutsideAddress {
  /** Undefined: not configured. */
  readonly url: string | undefined;
  readonly timeoutMs: number;
}

/** What an outside authority says. Its silence is an error, not a verdict. */
export type Verdict = 'match' | 'mismatch';

/** The members of an answer, whatever they are. */
export type OutsideAnswer = Readonly<Record<string, unknown>>;

/**
 * A system outside that is asked over HTTP, JSON for JSON, and speaks no signed envelope. What it is asked does no harm when it is asked twice. No address is
 * `500032`, no answer that can be read within the time is `-3`.
 */
export class OutsideSystem {
  private readonly poster = new HttpPoster();
  private readonly contact: string;

  /** `name` stands in diagnoses, such as `real-name verifier`, and with hyphens among the contacts. */
  constructor(private readonly name: string, private readonly address: OutsideAddress, private readonly contacts: Contacts) {
    this.contact = name.replaceAll(' ', '-');
    if (address.url !== undefined) contacts.expect(this.contact, 'outside');
  }

  /** Asks whether something is so: `POST {…} → {"result":"match"|"mismatch"}`. */
  judge(question: object): Promise<Verdict> {
    return this.ask(question, ({ result }) => (result === 'match' || result === 'mismatch' ? result : undefined), 'gave no verdict');
  }

  /** What `read` makes of the answer; undefined says that it means nothing, and `otherwise` why. */
  ask<T>(question: object, read: (answer: OutsideAnswer) => T | undefined, otherwise: string): Promise<T> {
    return this.contacts.watch(this.contact, async () => {
      const said = read(await this.answer(question));
      if (said === undefined) throw this.silent(otherwise);
      return said;
    }, outsideFailure);
  }

  private async answer(question: object): Promise<OutsideAnswer> {
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
  private silent(why: string) {
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
