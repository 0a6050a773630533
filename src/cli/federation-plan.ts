import { join } from 'node:path';
import type { KeyRingTexts } from '../protocol/key-ring.js';
import {
  callerKeys, CENTRE_PARTY, drawFederationKeys, insuranceSystemParty, linkOf, NATIONAL_PARTY, partyKeys, provinceParty, type FederationKeys,
} from './federation-keys.js';

/** A small federation to be set up: one national tier, some provinces, each with its local core business system. */
export interface FederationWish {
  /** Two digits each. */
  readonly provinces: readonly string[];
  /** Folder of the database files; undefined keeps every database in memory. */
  readonly dataDir: string | undefined;
  /** The section `database` of a party such as `province:35`, instead of a file. */
  readonly databaseOf?: ((party: string) => object) | undefined;
  /** `portsNeeded` ports, two for each tier: core zone, public-service zone. */
  readonly ports: readonly number[];
  readonly environment: 'production' | 'sandbox' | 'demo';
  readonly logLevel: string;
  /** Where a simulator of the outside verifiers answers; without one their addresses are left out. */
  readonly verifiersUrl?: string;
  readonly smsUrl?: string;
}

/** Keys of the management centre as a caller of the national tier. */
export type OperatorKeys = KeyRingTexts;

/** Configurations that fit together, as plain objects ready to be written as JSON. */
export interface FederationPlan {
  readonly keys: FederationKeys;
  readonly national: object;
  readonly provinces: Readonly<Record<string, object>>;
  readonly insuranceSystems: Readonly<Record<string, object>>;
  readonly managementCentre: OperatorKeys;
}

/** Who passes a request on needs more time than it gives the next one: two attempts of the 4 s a peer has by default, and some. */
const NATIONAL_TIMEOUT_MS = 12_000;

/** How many ports a federation of so many provinces needs: two for each tier and each local core business system. */
export const portsNeeded = (provinces: number): number => 2 + provinces * 4;

/** Plans a federation, with fresh keys unless it has some already. */
export function planFederation(wish: FederationWish, keys: FederationKeys = drawFederationKeys(wish.provinces)): FederationPlan {
  const planner = new Planner(wish, keys);
  const byProvince = (plan: (code: string) => object): Record<string, object> => Object.fromEntries(wish.provinces.map((code) => [code, plan(code)]));
  return {
    keys,
    national: planner.national(),
    provinces: byProvince((code) => planner.province(code)),
    insuranceSystems: byProvince((code) => planner.insuranceSystem(code)),
    managementCentre: callerKeys(keys, CENTRE_PARTY, NATIONAL_PARTY),
  };
}

class Planner {
  constructor(private readonly wish: FederationWish, private readonly keys: FederationKeys) {}

  national(): object {
    const { provinces, verifiersUrl, smsUrl, environment } = this.wish;
    const peers = [this.peer(NATIONAL_PARTY, CENTRE_PARTY), ...provinces.map((code) => this.peer(NATIONAL_PARTY, provinceParty(code)))];
    return {
      mode: 'national', credentialNumberKey: this.keys.credentialNumberKey,
      pages: { url: `http://127.0.0.1:${this.ports(NATIONAL_PARTY)[1]}/pages`, required: environment === 'production' },
      ...(verifiersUrl && verifiersAt(verifiersUrl)), ...(smsUrl && { sms: { url: smsUrl } }),
      ...this.site(NATIONAL_PARTY, peers),
    };
  }

  province(code: string): object {
    const name = provinceParty(code);
    const national = { ...this.peer(name, NATIONAL_PARTY), timeoutMs: NATIONAL_TIMEOUT_MS };
    // Where people are invented, everything may be tried; in production a province admits further presentations by its own decision (INT-60).
    const presentations = this.wish.environment === 'production' ? {} : { presentations: { document: true, bankCard: true, mobile: true, face: true } };
    return { mode: 'province', province: code, ...presentations, ...this.site(name, [national, this.peer(name, insuranceSystemParty(code))]) };
  }

  insuranceSystem(code: string): object {
    const name = insuranceSystemParty(code);
    return { province: code, ...this.site(name, [this.peer(name, provinceParty(code))]) };
  }

  private site(name: string, peers: object[]): object {
    const { environment, logLevel } = this.wish;
    const [core, publicService] = this.ports(name);
    const { masterKey, privateKey } = partyKeys(this.keys, name);
    return {
      environment,
      listeners: { core: { port: core }, publicService: { port: publicService } },
      database: this.database(name),
      keys: { masterKey, signingKey: privateKey },
      peers,
      log: { level: logLevel },
    };
  }

  private database(name: string): object {
    const { dataDir, databaseOf } = this.wish;
    if (databaseOf !== undefined) return databaseOf(name);
    return { file: dataDir === undefined ? ':memory:' : join(dataDir, `${name.replace(':', '-')}.db`) };
  }

  /** `other` as it stands among the peers of `name`. The management centre only calls and has no address. */
  private peer(name: string, other: string): object {
    const address = other === CENTRE_PARTY ? {} : { url: `http://127.0.0.1:${this.ports(other)[0]}` };
    return { name: other, kind: other.split(':')[0], ...address, ...linkOf(this.keys, name, other), publicKey: partyKeys(this.keys, other).publicKey };
  }

  private ports(name: string): [core: number, publicService: number] {
    const { provinces, ports } = this.wish;
    const sites = [NATIONAL_PARTY, ...provinces.flatMap((code) => [provinceParty(code), insuranceSystemParty(code)])];
    const at = sites.indexOf(name) * 2;
    const [core, publicService] = [ports[at], ports[at + 1]];
    if (core === undefined || publicService === undefined) throw new Error(`${portsNeeded(provinces.length)} ports are needed, ${ports.length} were given`);
    return [core, publicService];
  }
}

const verifiersAt = (url: string): object => ({
  realName: { url: `${url}/real-name` }, realPerson: { url: `${url}/real-person` }, faceSearch: { url: `${url}/face-search` },
  cardHolder: { url: `${url}/card-holder` },
});
