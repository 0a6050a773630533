import * as http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { sealResponse, type ResponseParts } from '../../src/protocol/seal.js';
import type { KeyRing } from '../../src/protocol/key-ring.js';
import { lexicalOf, type LexicalObject } from '../../src/protocol/lexical-json.js';

export type Reply = (response: http.ServerResponse, body: string, request: http.IncomingMessage) => void | Promise<void>;

/** A server that answers as a test tells it, byte for byte. */
export class AnsweringServer {
  reply: Reply = (response) => { response.end(); };
  readonly bodies: string[] = [];
  readonly sockets = new Set<Socket>();
  readonly #server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      this.bodies.push(body);
      void this.reply(response, body, request);
    });
  });

  async open(): Promise<string> {
    this.#server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => { this.#server.listen(0, '127.0.0.1', resolve); });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** The id that a request carries. */
export const requestIdOf = (body: string): string => (JSON.parse(body) as { requestId: string }).requestId;

/** A sealed answer to a request, signed and encrypted by the server's half of the keys. */
export function sealedAnswer(body: string, keys: KeyRing, data: object, changes: Partial<ResponseParts> = {}): string {
  return sealResponse({
    signType: 'SM2', encType: 'SM4', orgId: 'x', code: 0, message: '成功', timestamp: Date.now(), requestId: requestIdOf(body),
    data: lexicalOf(data) as LexicalObject, ...changes,
  }, keys);
}
