import { HttpPoster, Unreachable } from '../../../client/http-post.js';
import { outsideFailure, type Contacts } from '../../../kernel/link/contacts.js';
import { refuse } from '../../../protocol/refusal.js';
import type { AuthorizationSettings } from './authorization-settings.js';
import type { ShortMessage, SmsSender } from './sms-sender.port.js';

const NAME = 'sms-gateway';

/** A gateway for short messages over HTTP: `POST {mobile, smsType, code, validSeconds} → {"result":"accepted"}`. */
export class HttpSmsSender implements SmsSender {
  private readonly poster = new HttpPoster();

  constructor(private readonly gateway: AuthorizationSettings['smsGateway'], private readonly contacts: Contacts) {
    if (gateway.url !== undefined) contacts.expect(NAME, 'outside');
  }

  send(message: ShortMessage): Promise<void> {
    return this.contacts.watch(NAME, () => this.handOver(message), outsideFailure);
  }

  private async handOver(message: ShortMessage): Promise<void> {
    const { url, timeoutMs } = this.gateway;
    if (url === undefined) throw refuse('configurationMissing', { diagnosis: 'no address is configured for the short-message gateway' });
    if ((await this.resultOf(url, JSON.stringify(message), timeoutMs)) === 'accepted') return;
    throw refuse('timeout', { diagnosis: 'the short-message gateway did not accept the message' });
  }

  private async resultOf(url: string, message: string, timeoutMs: number): Promise<unknown> {
    try {
      return (JSON.parse((await this.poster.post(url, message, timeoutMs)).toString('utf8')) as { result?: unknown } | null)?.result;
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof SyntaxError)) throw error;
      throw refuse('timeout', { diagnosis: `the short-message gateway: ${error.message}` });
    }
  }
}
