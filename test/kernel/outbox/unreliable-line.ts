import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Socket } from 'node:net';

/**
 * What becomes of one request on the line: handed on; broken off before the other side hears of it; handed on, but the answer is lost; answered by a
 * proxy's own error page; handed on, and the answer kept back until `release`.
 */
export type Fate = 'pass' | 'cut' | 'lose the answer' | 'error page' | 'hold the answer' | 'swallow';

/** A line between two machines on which things get lost: a proxy in front of a listener. */
export class UnreliableLine {
  /** Decides over each request; everything passes unless a test says otherwise. */
  fate: (transType: string) => Fate = () => 'pass';
  /** How many requests came. */
  requests = 0;
  readonly bodies: string[] = [];
  #held: (() => void)[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = http.createServer((request, response) => {
    this.#pass(request, response).catch(() => response.destroy());
  });

  constructor(private target: string) {
    this.#server.on('connection', (socket: Socket) => { this.#sockets.add(socket); });
  }

  async open(port = 0): Promise<string> {
    await new Promise<void>((resolve) => { this.#server.listen(port, '127.0.0.1', resolve); });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  leadTo(target: string): void {
    this.target = target;
  }

  /** Lets every answer that was held go its way. */
  release(): void {
    for (const go of this.#held.splice(0)) go();
  }

  async close(): Promise<void> {
    this.release();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  async #pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await textOf(request);
    this.requests += 1;
    this.bodies.push(body);
    const fate = this.fate(/"transType":"([^"]+)"/.exec(body)?.[1] ?? '');
    if (fate === 'swallow') return;
    if (fate === 'cut') return void response.destroy();
    if (fate === 'error page') return void response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
    const answer = await fetch(this.target + request.url, { method: 'POST', body });
    const text = await answer.text();
    if (fate === 'lose the answer') return void response.destroy();
    if (fate === 'hold the answer') await new Promise<void>((resolve) => { this.#held.push(resolve); });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  }
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
