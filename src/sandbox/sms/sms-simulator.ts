import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One short message as the gateway was handed it. */
export interface SentMessage {
  readonly mobile: string;
  readonly smsType: string;
  readonly code: string;
  readonly validSeconds: number;
}

const KEPT = 200;

/**
 * Simulator of a gateway for short messages, for demo, sandbox and tests: a server of its own that sends nothing and shows what it was handed.
 * - `POST /sms` takes a message; a number that ends in 0000 is not accepted, one that ends in 9999 gets no answer.
 * - `GET /sms` shows the last messages, the newest first; `GET /sms?mobile=…` those to one number.
 */
export class SmsSimulator {
  private readonly messages: SentMessage[] = [];
  private readonly server = http.createServer((request, response) => {
    // What cannot be read is somebody else's mistake and must not end the simulator.
    this.answer(request, response).catch(() => response.writeHead(400).end());
  });

  /** Listens on loopback and gives the address messages are posted to. Rejects with the system's error when the port is taken. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/sms`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
    if (pathname !== '/sms') response.writeHead(404).end();
    else if (request.method === 'GET') show(response, this.shown(searchParams.get('mobile')));
    else await this.take(request, response);
  }

  private async take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const message = JSON.parse(await textOf(request)) as SentMessage;
    if (message.mobile.endsWith('9999')) return;
    const accepted = !message.mobile.endsWith('0000');
    if (accepted) this.messages.splice(0, this.messages.length, message, ...this.messages.slice(0, KEPT - 1));
    show(response, { result: accepted ? 'accepted' : 'rejected', by: 'simulator' });
  }

  private shown(mobile: string | null): readonly SentMessage[] {
    return mobile === null ? this.messages : this.messages.filter((message) => message.mobile === mobile);
  }
}

function show(response: http.ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
