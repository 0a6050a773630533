import * as http from 'node:http';
import * as https from 'node:https';

const LARGEST_ANSWER = 4 * 1024 * 1024;

/** The other side could not be asked, or its answer did not arrive: the transaction may or may not have happened there. */
export class Unreachable extends Error {
  constructor(url: string, why: string, options?: ErrorOptions) {
    super(`${url}: ${why}`, options);
    this.name = 'Unreachable';
  }
}

/** An answer as it came, whatever it means. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

interface Sending {
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

type GiveUp = (why: string) => void;

/** Posts JSON over connections that are kept (a TLS handshake costs more than a transaction). */
export class HttpPoster {
  private readonly agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  private readonly underWay = new Set<GiveUp>();
  private closed = false;

  get isClosed(): boolean {
    return this.closed;
  }

  /**
   * Sends `body` to `url` and gives the answer's bytes, whatever its HTTP status. Throws `Unreachable`, also after `timeoutMs` in all, when `signal`
   * breaks it off, and after `close`.
   */
  async post(url: string, body: string, timeoutMs: number, signal?: AbortSignal): Promise<Buffer> {
    return (await this.exchange(url, body, timeoutMs, {}, signal)).body;
  }

  /** As `post`, with headers of one's own, and gives the HTTP status too: for systems whose verdict stands in it. */
  exchange(url: string, body: string, timeoutMs: number, headers: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Promise<HttpAnswer> {
    return this.send('POST', url, body, { timeoutMs, headers, signal });
  }

  /** As `post`, for systems that are asked by GET. */
  async get(url: string, timeoutMs: number): Promise<Buffer> {
    return (await this.send('GET', url, '', { timeoutMs, headers: {} })).body;
  }

  private send(method: 'GET' | 'POST', url: string, body: string, { timeoutMs, headers, signal }: Sending): Promise<HttpAnswer> {
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => reject(new Unreachable(url, error.message, { cause: error }));
      if (this.closed || signal?.aborted === true) {
        fail(new Error('broken off before it was sent'));
        return;
      }
      const request = (secure ? https : http).request(target, {
        method,
        agent: this.agents[secure ? 'https:' : 'http:'],
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers, 'content-length': Buffer.byteLength(body) },
      }, (response) => {
        readAll(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), fail);
      });
      request.on('error', fail);
      this.limit(request, timeoutMs, signal, fail);
      request.end(body);
    });
  }

  /** Breaks off what is under way and closes the connections. Nothing can be posted any more. */
  close(): void {
    this.closed = true;
    for (const giveUp of this.underWay) giveUp('broken off: the connections were closed');
    this.agents['http:'].destroy();
    this.agents['https:'].destroy();
  }

  /** What may end a request before its answer is complete. */
  private limit(request: http.ClientRequest, timeoutMs: number, signal: AbortSignal | undefined, fail: (error: Error) => void): void {
    const giveUp = (why: string): void => {
      fail(new Error(why));
      request.destroy();
    };
    const aborted = (): void => giveUp((signal?.reason as Error | undefined)?.name === 'TimeoutError' ? 'no answer in time' : 'broken off');
    const timer = setTimeout(() => giveUp(`no answer within ${timeoutMs} ms`), timeoutMs);
    signal?.addEventListener('abort', aborted);
    this.underWay.add(giveUp);
    request.on('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      this.underWay.delete(giveUp);
    });
  }
}

async function readAll(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_ANSWER) throw new Error(`answer larger than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
