import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** Table B.1 allows 200 K of data; encrypted it doubles. */
export const LARGEST_BODY = 1024 * 1024;
/** A body that is too large is read to its end up to here, so that its sender gets an answer instead of a broken connection. */
export const LARGEST_READ = 32 * LARGEST_BODY;

/** How large bodies a route takes, and with which HTTP status it refuses larger ones; transactions answer 200 (A.1.2). */
export interface BodyRules {
  /** Bytes. */
  readonly largest: number;
  readonly tooLargeStatus: number | undefined;
}

const TRANSACTIONS: BodyRules = { largest: LARGEST_BODY, tooLargeStatus: undefined };

/** For routes that refuse with an HTTP status, and perhaps take bodies of more bytes than usual, where documents are handed in. */
export function BodyOf(largest: number = LARGEST_BODY): MethodDecorator {
  const bodyRules: BodyRules = { largest: Math.min(largest, LARGEST_READ), tooLargeStatus: 413 };
  return RouteConfig({ bodyRules });
}

/** What the route of a request says of its body. */
export function bodyRulesOf({ routeOptions }: FastifyRequest): BodyRules {
  return (routeOptions.config as { readonly bodyRules?: BodyRules }).bodyRules ?? TRANSACTIONS;
}
