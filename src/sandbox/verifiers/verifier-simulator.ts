import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { holderOfFace, simulatedFace } from './simulated-face.js';

/**
 * Simulator of the outside verifiers, for demo, sandbox and tests: the public-security real-name check at `/real-name`, the comparison of biometric
 * samples at `/real-person`, the search in a library of faces at `/face-search`, the banks' check of a card holder at `/card-holder`. It is a server of its
 * own that answers over HTTP like the real ones, and says what it is in every answer.
 * - real-name: everybody matches except names that contain 冒名.
 * - real-person: a sample made by `simulatedFace` matches the document it was made for; the face of `never answers` gets no answer.
 * - face-search: a sample made by `simulatedFace` is of the resident (id type 01) it was made for, any other of nobody; `never answers` as above.
 * - card-holder: every card is everybody's except those with 0000 before the check digit; one with 9999 there gets no answer.
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
    const answer = verifiers[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else if (!neverAnswers(asked)) response.writeHead(200, JSON_TYPE).end(JSON.stringify({ ...answer(asked), by: 'simulator' }));
  }
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

type Asked = Record<string, string>;

const verdict = (holds: boolean) => ({ result: holds ? 'match' : 'mismatch' });

const verifiers: Readonly<Record<string, (asked: Asked) => object>> = {
  '/real-name': ({ userName }) => verdict(!userName.includes('冒名')),
  '/real-person': ({ idNo, biometricSample }) => verdict(biometricSample === simulatedFace(idNo)),
  '/face-search': ({ biometricSample }) => {
    const idNo = holderOfFace(biometricSample);
    return { ...verdict(idNo !== undefined), ...(idNo !== undefined && { idType: '01', idNo }) };
  },
  '/card-holder': ({ cardNo }) => verdict(beforeCheckDigit(cardNo) !== '0000'),
};

const neverAnswers = ({ biometricSample, cardNo }: Asked): boolean => (
  biometricSample === simulatedFace('never answers') || (cardNo !== undefined && beforeCheckDigit(cardNo) === '9999')
);

const beforeCheckDigit = (cardNo: string): string => cardNo.slice(-5, -1);

async function readJson(request: http.IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, string>;
}
