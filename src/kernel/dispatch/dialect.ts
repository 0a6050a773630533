import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { LexicalObject } from '../../protocol/lexical-json.js';

/** Another way to write requests: made into those of table A.2 before they are opened, and what their senders look for in an answer. */
export interface Dialect {
  /** A request as it came, as bytes of table A.2. Throws `Refusal`. */
  translate(body: Uint8Array, address: string): Promise<Uint8Array>;
  /** What stands in `data` of an answer that has nothing to tell; `transType` where it is known. */
  nothing(transType: string | undefined): LexicalObject;
}

/** What stands in `data` where a request to this route is refused before it reaches its controller. */
export function AnswersNothingWith(nothing: () => LexicalObject): MethodDecorator {
  return RouteConfig({ nothing });
}

/** What the route of a request says of that; undefined where it says nothing. */
export function nothingOf({ routeOptions }: FastifyRequest): LexicalObject | undefined {
  return (routeOptions?.config as { readonly nothing?: () => LexicalObject } | undefined)?.nothing?.();
}
