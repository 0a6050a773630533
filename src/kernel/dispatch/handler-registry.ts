import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { AnyTransaction } from '../../protocol/transactions/index.js';
import { TierIdentity } from '../host/tier-identity.js';
import { handledBy, type Handler } from './handler.js';

/** The handlers of this tier by transType, found among its providers. A row of another tier or a second handler is a programming fault. */
@Injectable()
export class HandlerRegistry implements OnApplicationBootstrap {
  readonly handlers = new Map<string, Handler<AnyTransaction>>();

  constructor(private readonly discovery: DiscoveryService, private readonly tier: TierIdentity) {}

  onApplicationBootstrap(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      const row = typeof metatype === 'function' ? handledBy(metatype) : undefined;
      if (row !== undefined) this.add(row, instance as Handler<AnyTransaction>);
    }
  }

  private add(row: AnyTransaction, handler: Handler<AnyTransaction>): void {
    if (row.servedBy !== this.tier.server) throw new Error(`${row.transType} is served by ${row.servedBy}, not by ${this.tier.name}`);
    const other = this.handlers.get(row.transType);
    if (other !== undefined && other !== handler) throw new Error(`${row.transType} has two handlers`);
    this.handlers.set(row.transType, handler);
  }
}
