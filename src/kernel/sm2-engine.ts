import type { Sm2Engine } from '../crypto/sm2.js';
import { openSm2Engine } from '../crypto/sm2-engine.js';
import type { KernelConfig } from './config/kernel-config.js';
import type { Log } from './log.js';

/** Injection token of the engine that signs and verifies for this tier. */
export const SM2_ENGINE = Symbol('Sm2Engine');

/** Opens the engine of the configuration. One that does not hold against the native one is replaced by it, and the log says so. */
export function sm2EngineOf({ sm2Engine }: Pick<KernelConfig, 'sm2Engine'>, log: Log, open = openSm2Engine): Sm2Engine {
  const { name, engine, fault } = open(sm2Engine);
  if (fault !== undefined) log.error({ wanted: sm2Engine, serves: name, fault }, 'the SM2 engine failed its test; the native one serves');
  else log.debug({ engine: name }, 'SM2 engine');
  return engine;
}
