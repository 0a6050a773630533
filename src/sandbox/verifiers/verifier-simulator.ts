import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { simulatedFace } from './simulated-face.js';

/**
 * Simulator of the outside verifiers, for demo, sandbox and tests: the public-security real-name check at `/real-name` and the comparison of
 * biometric samples at `/real-person`. It is a server of its own that answers over HTTP like the real ones, and says what it is in every answer.
 * - real-name: everybody matches except names that contain 冒名.
 * - real-person: a sample made by `simulatedFace` matches the document it was made for; `face that never answers` gets no answer.
 */
export class VerifierSimulator {
  private readonly server = http.createServer((request, response) => {
    // What cannot be read is somebody else's mistake and must not end the simulator.
    this.answer(request, response).catch(() => response.writeHead(400).end());
  });

  /** Listens on loopback and gives the address. Rejects with the system's error when the port is taken. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const asked = await readJson(request);
    if (request.url === '/real-person' && asked.biometricSample === simulatedFace('never answers')) return;
    const result = judge(request.url ?? '', asked) ? 'match' : 'mismatch';
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ result, by: 'simulator' }));
  }
}

function judge(path: string, { userName, idNo, biometricSample }: Record<string, string>): boolean {
  return path === '/real-name' ? !userName.includes('冒名') : biometricSample === simulatedFace(idNo);
}

async function readJson(request: http.IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, string>;
}
