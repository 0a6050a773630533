import { HttpPoster, Unreachable } from '../../../client/http-post.js';
import { outsideFailure, type Contacts } from '../../../kernel/link/contacts.js';
import { refuse } from '../../../protocol/refusal.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import type { RealNameVerifier, RealPersonVerifier, Verdict } from './verifiers.port.js';

export interface VerifierAddress {
  /** Undefined: not configured. */
  readonly url: string | undefined;
  readonly timeoutMs: number;
}

/** Asks an outside verifier over HTTP: `POST {…} → {"result":"match"|"mismatch"}`. No address is `500032`, no answer in time is `-3`. */
class HttpVerifier {
  private readonly poster = new HttpPoster();
  private readonly name: string;

  constructor(private readonly what: string, private readonly address: VerifierAddress, private readonly contacts: Contacts) {
    this.name = `${what}-verifier`;
    if (address.url !== undefined) contacts.expect(this.name, 'outside');
  }

  protected ask(question: object): Promise<Verdict> {
    return this.contacts.watch(this.name, () => this.verdict(question), outsideFailure);
  }

  private async verdict(question: object): Promise<Verdict> {
    const { url, timeoutMs } = this.address;
    if (url === undefined) throw refuse('configurationMissing', { diagnosis: `no address is configured for the ${this.what} verifier` });
    const answer = await this.answer(url, JSON.stringify(question), timeoutMs);
    if (answer === 'match' || answer === 'mismatch') return answer;
    throw refuse('timeout', { diagnosis: `the ${this.what} verifier gave no verdict` });
  }

  private async answer(url: string, question: string, timeoutMs: number): Promise<unknown> {
    try {
      return (JSON.parse((await this.post(url, question, timeoutMs)).toString('utf8')) as { result?: unknown }).result;
    } catch (error) {
      if (error instanceof Unreachable || error instanceof SyntaxError) {
        throw refuse('timeout', { diagnosis: `the ${this.what} verifier: ${error.message}` });
      }
      throw error;
    }
  }

  /** A kept connection that the verifier is just closing says nothing about the person; the question changes nothing and is asked once more. */
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

/** The public-security real-name check. */
export class HttpRealNameVerifier extends HttpVerifier implements RealNameVerifier {
  constructor(address: VerifierAddress, contacts: Contacts) {
    super('real-name', address, contacts);
  }

  verify({ idType, idNo, userName }: Identity): Promise<Verdict> {
    return this.ask({ idType, idNo, userName });
  }
}

/** The comparison of a biometric sample with the person's. */
export class HttpRealPersonVerifier extends HttpVerifier implements RealPersonVerifier {
  constructor(address: VerifierAddress, contacts: Contacts) {
    super('real-person', address, contacts);
  }

  verify({ idType, idNo, userName }: Identity, biometricSample: string): Promise<Verdict> {
    return this.ask({ idType, idNo, userName, biometricSample });
  }
}
