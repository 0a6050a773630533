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

/** Posts JSON over connections that are kept (a TLS handshake costs more than a transaction). */
export class HttpPoster {
  private readonly agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };

  /** Sends `body` to `url` and gives the answer's bytes, whatever its HTTP status. Throws `Unreachable`, also after `timeoutMs` in all. */
  post(url: string, body: string, timeoutMs: number): Promise<Buffer> {
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => reject(new Unreachable(url, error.message, { cause: error }));
      const request = (secure ? https : http).request(target, {
        method: 'POST',
        agent: this.agents[secure ? 'https:' : 'http:'],
        headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(timeoutMs),
      }, (response) => { readAll(response).then(resolve, fail); });
      request.on('error', (error) => fail(error.name === 'TimeoutError' || error.name === 'AbortError' ? new Error(`no answer within ${timeoutMs} ms`) : error));
      request.end(body);
    });
  }

  close(): void {
    this.agents['http:'].destroy();
    this.agents['https:'].destroy();
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
