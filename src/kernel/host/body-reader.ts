import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuseField } from '../../protocol/refusal.js';

/** Table B.1 allows 200 K of data; encrypted it doubles. */
const LARGEST_BODY = 1024 * 1024;
/** A body that is too large is read to its end up to here, so that its sender gets an answer instead of a broken connection. */
const LARGEST_READ = 32 * LARGEST_BODY;

/** Lets one route take bodies of up to so many bytes, where documents are handed in. */
export const LargestBody = (bytes: number): MethodDecorator => RouteConfig({ largestBody: Math.min(bytes, LARGEST_READ) });

function largestOf({ routeOptions }: FastifyRequest): number {
  return (routeOptions.config as { largestBody?: number }).largestBody ?? LARGEST_BODY;
}

/** Takes every body as bytes, whatever its content type says: what they mean is the protocol's business. */
export function readBodiesAsBytes(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { bodyLimit: LARGEST_READ }, async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
    const largest = largestOf(request);
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of payload) {
      length += chunk.length;
      if (length <= largest) chunks.push(chunk);
    }
    if (length > largest) throw refuseField('body', `${length} bytes; at most ${largest} are taken`);
    return Buffer.concat(chunks);
  });
}
