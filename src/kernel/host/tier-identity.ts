import type { Server } from '../../protocol/transaction.js';
import type { Environment } from '../config/kernel-config.js';

/** Which tier this is, for whoever must say its name or know what it serves. */
export class TierIdentity {
  constructor(readonly name: string, readonly server: Server, readonly environment: Environment) {}
}
