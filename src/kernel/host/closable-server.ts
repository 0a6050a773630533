import type * as http from 'node:http';
import type { Socket } from 'node:net';

export type RequestListener = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/**
 * A server that can be closed. Node's own `close` waits for every connection that has not said a whole request yet, and keeps those on which it is
 * answering just now alive for their next request: a minute and more. Here a connection lives as long as it has a request under way.
 */
export class ClosableServer<S extends http.Server = http.Server> {
  readonly server: S;
  private readonly sockets = new Set<Socket>();
  private readonly underWay = new Set<http.ServerResponse>();
  private closing = false;

  /** `make` is given the listener to be called for each request. */
  constructor(handle: RequestListener, make: (listener: RequestListener) => S) {
    this.server = make((request, response) => {
      this.follow(response);
      handle(request, response);
    });
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** Takes no new connections, finishes what is under way, but for no longer than `graceMs`. */
  async close(graceMs: number): Promise<void> {
    if (!this.server.listening) return;
    this.closing = true;
    const closed = new Promise<void>((resolve) => { this.server.close(() => resolve()); });
    for (const response of this.underWay) announceEnd(response);
    this.endWhenDone();
    const timer = setTimeout(() => { for (const socket of this.sockets) socket.destroy(); }, graceMs);
    await closed;
    clearTimeout(timer);
  }

  private follow(response: http.ServerResponse): void {
    this.underWay.add(response);
    if (this.closing) announceEnd(response);
    response.once('close', () => {
      this.underWay.delete(response);
      if (this.closing) this.endWhenDone();
    });
  }

  private endWhenDone(): void {
    if (this.underWay.size > 0) return;
    for (const socket of this.sockets) socket.destroySoon();
  }
}

function announceEnd(response: http.ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
