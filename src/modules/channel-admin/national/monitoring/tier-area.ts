import { Injectable } from '@nestjs/common';
import { PeerLink } from '../../../../kernel/link/peer-link.js';
import { parseProvinceCode } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import { isProvince, NATIONAL, peerOfProvince, provinceOfPeer } from '../../../../registry/province/peer-names.js';
import { areaOfProvince, NATION, type Area, type Scope } from '../../area.rules.js';
import { AreaFinders, type AreaOfRequest } from '../access/area-of-request.js';
import type { ManagementRequest } from '../access/management-request.js';
import { AlertStore } from './alert.store.js';

/** The area a machine serves: that of `province:35` and of its `insurance-system:35` is the province, that of any other is the nation. */
export const areaOfMachine = (name: string): Area => (name.includes(':') ? areaOfProvince(provinceOfPeer(name)) : NATION);

/** The tiers a scope may see; undefined for all of the nation, none for a city. */
export function tiersWithin({ kind, area }: Scope): string[] | undefined {
  if (kind === 'national') return undefined;
  return kind === 'province' ? [peerOfProvince(parseProvinceCode(area))] : [];
}

/** The area of the tier `:tier`; `-5` where no such tier is attached. */
@Injectable()
export class TierArea implements AreaOfRequest {
  constructor(finders: AreaFinders, private readonly link: PeerLink) {
    finders.add(this);
  }

  areaOf({ params }: ManagementRequest): Promise<Area> {
    const tier = params['tier'] ?? '';
    if (tier === NATIONAL || (isProvince(tier) && this.link.names.includes(tier))) return Promise.resolve(areaOfMachine(tier));
    return Promise.reject(refuse('badAddress', { faults: [{ field: 'tier', reason: 'is the name of no attached tier such as province:35' }] }));
  }
}

/** The area of the tier at which the alert `:alertId` was raised. */
@Injectable()
export class AlertArea implements AreaOfRequest {
  constructor(finders: AreaFinders, private readonly alerts: AlertStore) {
    finders.add(this);
  }

  async areaOf({ params }: ManagementRequest): Promise<Area> {
    return areaOfMachine((await this.alerts.require(params['alertId'] ?? '')).tier);
  }
}
