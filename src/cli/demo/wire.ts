import { HttpPoster } from '../../client/http-post.js';
import { TransactionClient } from '../../client/transaction-client.js';
import { systemClock } from '../../kernel/clock.js';
import type { Observer } from '../../kernel/dispatch/observer.js';
import { systemIds } from '../../kernel/ids.js';
import { keyRing, type KeyRingTexts } from '../../protocol/key-ring.js';
import { callerKeys, insuranceSystemParty, NATIONAL_PARTY, provinceParty } from '../federation-keys.js';
import type { Federation } from '../federation.js';
import type { DeskFacts, Institution } from './cast.js';
import { CentreDesk } from './centre-desk.js';
import type { Enrolled, EnrolledChannel } from './enrolled.js';

/** Everybody in the story who calls a mid-platform, each with the keys and at the address that are his. Signed with SM2, encrypted with SM4. */
export class Wire {
  readonly ids = systemIds(systemClock);
  private readonly poster = new HttpPoster();

  /** `observe` is told of what no tier tells: the calls of the management centre's HTTP API. */
  constructor(readonly federation: Federation, private readonly observe: Observer) {}

  /** The management centre at the national tier. */
  centre(): TransactionClient {
    return this.client(this.federation.national.coreUrl, this.federation.plan.managementCentre);
  }

  /** A province's mid-platform at the national tier. */
  province(code: string): TransactionClient {
    return this.client(this.federation.national.coreUrl, callerKeys(this.federation.plan.keys, provinceParty(code), NATIONAL_PARTY));
  }

  /** A province's local core business system at the province's mid-platform. */
  insuranceSystem(code: string): TransactionClient {
    return this.client(this.at(code).coreUrl, callerKeys(this.federation.plan.keys, insuranceSystemParty(code), provinceParty(code)));
  }

  /** A channel in the public-service zone of the national tier. */
  channelAtNational({ keys }: EnrolledChannel): TransactionClient {
    return this.client(this.federation.national.publicServiceUrl, keys);
  }

  /** A channel in the public-service zone of a province. */
  channelAt(code: string, { keys }: EnrolledChannel): TransactionClient {
    return this.client(this.at(code).publicServiceUrl, keys);
  }

  /** Somebody at the HTTP API of the management centre, who knows the password (4.8). */
  desk({ name }: DeskFacts, password: string): CentreDesk {
    return new CentreDesk({ url: this.federation.national.coreUrl, poster: this.poster, observe: this.observe }, name, password);
  }

  /** A designated institution in the core zone of its province. */
  institution({ orgId, province }: Institution, { institutions }: Enrolled): TransactionClient {
    const enrolled = institutions[orgId];
    if (enrolled === undefined) throw new Error(`${orgId} is not enrolled`);
    return this.client(this.at(province).coreUrl, enrolled.keys, orgId);
  }

  close(): void {
    this.poster.close();
  }

  private at(code: string) {
    const tier = this.federation.provinces[code];
    if (tier === undefined) throw new Error(`there is no province ${code} in this federation`);
    return tier;
  }

  private client(url: string, keys: KeyRingTexts, orgId?: string): TransactionClient {
    return new TransactionClient({
      url, keys: keyRing(keys), travel: { signType: 'SM2', encType: 'SM4' }, now: () => systemClock.now(), newRequestId: () => this.ids.id(),
      poster: this.poster, ...(orgId === undefined ? {} : { orgId }),
    });
  }
}
