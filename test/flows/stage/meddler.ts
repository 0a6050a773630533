import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request and the reply to it, as bytes of the two bodies. */
export interface Passage {
  readonly request: Buffer;
  readonly reply: Buffer;
  /** 1 for the first request that came by. */
  readonly nth: number;
}

/** What the asker gets: other bytes, or none at all because the connection breaks. */
export type Meddling = (passage: Passage) => Buffer | 'hang up';

/** What becomes of a request before the server hears of it. */
export type Gate = (request: Buffer) => 'pass' | 'hang up';

/** Stands on the line before a server: the server has always answered by the time it may alter the reply or hang up, unless the gate kept the request. */
export class Meddler {
  /** A server that breaks off shows on this side of the line as one that breaks off. */
  private readonly server = http.createServer((request, response) => { this.pass(request, response).catch(() => response.destroy()); });
  private passed = 0;

  private constructor(private readonly behind: string, private readonly meddling: Meddling, private readonly gate: Gate) {
    // One that a failing test has left behind must not keep the process.
    this.server.unref().on('connection', (socket) => socket.unref());
  }

  static async before(url: string, meddling: Meddling, port = 0, gate: Gate = () => 'pass'): Promise<Meddler> {
    const meddler = new Meddler(url, meddling, gate);
    await new Promise<void>((resolve, reject) => {
      meddler.server.once('error', reject);
      meddler.server.listen(port, '127.0.0.1', resolve);
    });
    return meddler;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How many requests came by. */
  get count(): number {
    return this.passed;
  }

  async leaves(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const nth = (this.passed += 1);
    const body = await bytesOf(request);
    if (this.gate(body) === 'hang up') {
      response.destroy();
      return;
    }
    const upstream = await fetch(this.behind + request.url, { method: request.method, body, headers: { 'content-type': 'application/json' } });
    const reply = this.meddling({ request: body, reply: Buffer.from(await upstream.arrayBuffer()), nth });
    if (reply === 'hang up') response.destroy();
    else response.writeHead(upstream.status, { 'content-type': 'application/json; charset=utf-8' }).end(reply);
  }
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
