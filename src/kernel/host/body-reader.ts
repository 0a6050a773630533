import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuseField, type Refusal } from '../../protocol/refusal.js';
import { bodyRulesOf, LARGEST_READ, type BodyRules } from './body-rules.js';

/** Takes every body as bytes, whatever its content type says: what they mean is the protocol's business. */
export function readBodiesAsBytes(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
    const announced = Number(request.headers['content-length'] ?? 0);
    const rules = bodyRulesOf(request);
    return announced > LARGEST_READ ? Promise.reject(tooLarge(announced, rules)) : bytesOf(payload, rules);
  });
}

/** Fastify's own limit holds for the parsers it brings along only. */
async function bytesOf(payload: AsyncIterable<Buffer>, rules: BodyRules): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of unbroken(payload)) {
    length += chunk.length;
    if (length <= rules.largest) chunks.push(chunk);
    if (length > LARGEST_READ) break; // ends the connection: its sender does not listen anyway
  }
  if (length > rules.largest) throw tooLarge(length, rules);
  return Buffer.concat(chunks);
}

async function* unbroken(payload: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* payload;
  } catch (error) {
    throw refuseField('body', `broke off: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const tooLarge = (length: number, { largest, tooLargeStatus }: BodyRules): Refusal => (
  Object.assign(refuseField('body', `${length} bytes; at most ${largest} are taken`), { statusCode: tooLargeStatus })
);
