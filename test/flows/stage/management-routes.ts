import { RequestMethod, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { allowanceOf, type Allowance } from '../../../src/modules/channel-admin/national/access/allowance.js';
import type { StageTier } from './stage-tier.js';

/** One route of a running tier: `POST /management/users/:name/disabling`. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** What it declares; undefined where it declares nothing. */
  readonly allowance: Allowance | undefined;
}

/** Every route of the controllers of a running tier, with what its handler declares. */
export function routesOf({ app }: Pick<StageTier, 'app'>): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return [...new Set(controllers.map(({ metatype }) => metatype as Type))].flatMap((type) => routesOfController(type));
}

function routesOfController(type: Type): Route[] {
  const above = Reflect.getMetadata('path', type) as string;
  return Object.getOwnPropertyNames(type.prototype).flatMap((name) => {
    const handler = (type.prototype as Record<string, unknown>)[name];
    if (name === 'constructor' || typeof handler !== 'function' || Reflect.getMetadata('path', handler) === undefined) return [];
    const path = `/${above}/${Reflect.getMetadata('path', handler) as string}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
    return [{ method: RequestMethod[Reflect.getMetadata('method', handler) as number] ?? '', path, allowance: allowanceOf(handler) }];
  });
}

/** Every route below a path that the HTTP server itself knows, whoever put it there: `GET /management/users`. HEAD beside GET is left out. */
export function servedBelow({ app }: Pick<StageTier, 'app'>, prefix: string): string[] {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  const drawn = server.printRoutes({ commonPrefix: false });
  const path: string[] = [];
  return drawn.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^((?:[│ ] {3})*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    const depth = indent.length / 4;
    path.splice(depth, path.length, part);
    const whole = path.join('').replace(/(.)\/$/, '$1');
    if (!whole.startsWith(prefix)) return [];
    return methods.split(', ').filter((method) => method !== '' && method !== 'HEAD').map((method) => `${method} ${whole}`);
  });
}
