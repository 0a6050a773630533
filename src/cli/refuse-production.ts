import type { Environment } from '../kernel/config/kernel-config.js';
import { CommandError } from './failure.js';

/** A simulator says yes to everybody; in production it would be a hole. */
export function refuseProduction(environment: Environment): void {
  if (environment !== 'production') return;
  throw new CommandError('模拟器不得用于生产环境（environment 为 production）。', 'A simulator does not start where the environment is production.');
}
