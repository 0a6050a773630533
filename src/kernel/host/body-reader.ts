import type { FastifyInstance } from 'fastify';
import { refuseField } from '../../protocol/refusal.js';

/** Table B.1 allows 200 K of data; encrypted it doubles. */
const LARGEST_BODY = 1024 * 1024;
/** A body that is too large is read to its end up to here, so that its sender gets an answer instead of a broken connection. */
const LARGEST_READ = 32 * LARGEST_BODY;

/** Takes every body as bytes, whatever its content type says: what they mean is the protocol's business. */
export function readBodiesAsBytes(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { bodyLimit: LARGEST_READ }, async (_request: unknown, payload: AsyncIterable<Buffer>) => {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of payload) {
      length += chunk.length;
      if (length <= LARGEST_BODY) chunks.push(chunk);
    }
    if (length > LARGEST_BODY) throw refuseField('body', `${length} bytes; at most ${LARGEST_BODY} are taken`);
    return Buffer.concat(chunks);
  });
}
