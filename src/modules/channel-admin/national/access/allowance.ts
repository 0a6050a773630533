import { applyDecorators, SetMetadata, type Type } from '@nestjs/common';
import { BodyOf } from '../../../../kernel/host/body-rules.js';
import type { Role } from '../../role.rules.js';
import type { AreaOfRequest } from './area-of-request.js';

/**
 * What a route asks of the user's scope: the whole nation · the user's own area, to which the handler itself keeps (lists, new things) · that the thing
 * named in the address lies in it, found by an {@link AreaOfRequest}.
 */
export type ScopeCheck = 'nationwide' | 'own-area' | Type<AreaOfRequest>;

/** Who may use a route. */
export type Allowance =
  | { readonly to: 'anybody' }
  | { readonly to: 'everybody-logged-in'; readonly alsoWithInitialPassword: boolean }
  | { readonly to: readonly Role[]; readonly within: ScopeCheck };

const ALLOWANCE = Symbol('Allowance');

/** Holders of one of these roles, within this scope. Every route of the management centre says this, or one of the two below. */
export const Allows = (to: readonly [Role, ...Role[]], within: ScopeCheck): MethodDecorator => allowance({ to, within });

/** Everybody who is logged in; `alsoWithInitialPassword` for the few routes that lead out of that state. */
export const AllowsEverybodyLoggedIn = (alsoWithInitialPassword = false): MethodDecorator => allowance({ to: 'everybody-logged-in', alsoWithInitialPassword });

/** Everybody, without a session: the login. */
export const AllowsAnybody = (): MethodDecorator => allowance({ to: 'anybody' });

const allowance = (said: Allowance): MethodDecorator => applyDecorators(BodyOf(), SetMetadata(ALLOWANCE, said));

/** What a route declares; undefined where it declares nothing, and then nobody may. */
export function allowanceOf(handler: object): Allowance | undefined {
  return Reflect.getMetadata(ALLOWANCE, handler) as Allowance | undefined;
}
