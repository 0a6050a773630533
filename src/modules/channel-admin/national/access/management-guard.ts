import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { zoneOf } from '../../../../kernel/host/listeners.js';
import { refuse } from '../../../../protocol/refusal.js';
import { requireWithin, type ManagementUser } from './management-user.js';
import { allowanceOf, type Allowance, type ScopeCheck } from './allowance.js';
import { AreaFinders } from './area-of-request.js';
import { noSession } from './login-refused.js';
import { requestOf, tokenOf, type ManagementRequest } from './management-request.js';
import { Sessions } from './sessions.js';

/** The one door of the management centre: zone, declaration, session, role, scope, in this order. What is not allowed is refused. */
@Injectable()
export class ManagementGuard implements CanActivate {
  constructor(private readonly sessions: Sessions, private readonly finders: AreaFinders) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestOf(context);
    keepToYourself(context.switchToHttp().getResponse<FastifyReply>());
    requireCoreZone(request);
    const allowance = allowanceOf(context.getHandler());
    if (allowance === undefined) throw refuse('forbidden', { diagnosis: 'this route declares nobody who may use it' });
    if (allowance.to !== 'anybody') request.managementUser = await this.allowed(allowance, request);
    return true;
  }

  private async allowed(allowance: Exclude<Allowance, { to: 'anybody' }>, request: ManagementRequest): Promise<ManagementUser> {
    const token = tokenOf(request);
    if (token === undefined) throw noSession();
    const user = await this.sessions.requireUser(token);
    if (allowance.to === 'everybody-logged-in') {
      if (!allowance.alsoWithInitialPassword) requireOwnPassword(user);
      return user;
    }
    requireOwnPassword(user);
    if (!allowance.to.some((role) => user.roles.includes(role))) throw forbidden('roles', `this needs one of ${allowance.to.join(', ')}`);
    await this.requireScope(allowance.within, user, request);
    return user;
  }

  private async requireScope(within: ScopeCheck, user: ManagementUser, request: ManagementRequest): Promise<void> {
    if (within === 'own-area') return;
    if (within === 'nationwide') {
      if (user.scope.kind !== 'national') throw forbidden('scope', 'this is done by the national bureau');
      return;
    }
    requireWithin(user, await this.finders.get(within).areaOf(request));
  }
}

/** Public internet applications have no business here (5.2.2): to them this address does not exist. */
function requireCoreZone(request: ManagementRequest): void {
  if (zoneOf(request.raw) === 'core') return;
  throw refuse('badAddress', { faults: [{ field: 'url', reason: 'is served in the core zone' }] });
}

/** Whoever chose the password of another can be that other: until the user has chosen one, nothing else can be done. */
function requireOwnPassword(user: ManagementUser): void {
  if (user.passwordOrigin === 'initial') throw forbidden('password', 'choose a password of your own first');
}

function forbidden(field: string, reason: string): Error {
  return refuse('forbidden', { faults: [{ field, reason }] });
}

function keepToYourself(reply: FastifyReply): void {
  void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
}
