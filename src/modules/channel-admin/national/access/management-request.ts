import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ManagementUser } from './management-user.js';

/** A request as it came in; the guard writes down who stands behind it. */
export type ManagementRequest = FastifyRequest<{ Body: Buffer | undefined; Params: Readonly<Record<string, string>> }> & {
  managementUser?: ManagementUser;
};

/** The request in a context of Nest. */
export const requestOf = (context: ExecutionContext): ManagementRequest => context.switchToHttp().getRequest<ManagementRequest>();

/** The token of `authorization: Bearer …`; undefined where there is none. */
export function tokenOf(request: ManagementRequest): string | undefined {
  return /^Bearer ([0-9a-z]{1,128})$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** The user who is logged in, as a parameter of a handler. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): ManagementUser => {
  const user = requestOf(context).managementUser;
  if (user === undefined) throw new Error('this route is open to anybody and has no current user');
  return user;
});

/** The token of the session, as a parameter of a handler. */
export const CurrentToken = createParamDecorator((_data: unknown, context: ExecutionContext): string => tokenOf(requestOf(context)) ?? '');
