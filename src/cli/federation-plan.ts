import { join } from 'node:path';
import { randomBytesOf, randomText } from '../crypto/random.js';
import { generateSm2KeyPair } from '../crypto/sm2.js';

/** A small federation to be set up: one national tier, some provinces, each with its local core business system. */
export interface FederationWish {
  /** Two digits each. */
  readonly provinces: readonly string[];
  /** Folder of the database files; undefined keeps every database in memory. */
  readonly dataDir: string | undefined;
  /** First of the ports to use, in a row; or ports that are known to be free. */
  readonly ports: readonly number[];
  readonly environment: 'production' | 'sandbox' | 'demo';
  readonly logLevel: string;
  readonly realNameUrl?: string;
  readonly realPersonUrl?: string;
}

/** Keys of the management centre as a caller of the national tier. */
export interface OperatorKeys {
  readonly appId: string;
  readonly appSecret: string;
  readonly privateKey: string;
  readonly counterpartPublicKey: string;
}

/** Configurations that fit together, as plain objects ready to be written as JSON. */
export interface FederationPlan {
  readonly national: object;
  readonly provinces: Readonly<Record<string, object>>;
  readonly insuranceSystems: Readonly<Record<string, object>>;
  readonly managementCentre: OperatorKeys;
}

interface Party {
  readonly name: string;
  readonly kind: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly url: string | undefined;
}

interface Link {
  readonly appId: string;
  readonly appSecret: string;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** How many ports a federation of so many provinces needs: two for each tier and each local core business system. */
export const portsNeeded = (provinces: number): number => 2 + provinces * 4;

/** A fresh pair of APPID and SECRET for one link. */
export const newLink = (): Link => ({ appId: randomText(UPPER, 32), appSecret: randomText(UPPER, 32) });

/** Plans a federation with fresh keys: every link has its own APPID and SECRET, every party its own key pair. */
export function planFederation(wish: FederationWish): FederationPlan {
  const ports = [...wish.ports];
  const takeTwo = (): [number, number] => [ports.shift() ?? 0, ports.shift() ?? 0];
  const national = site('national', 'national', takeTwo());
  const centre = party('management-centre', 'management-centre', undefined);
  const provinces = wish.provinces.map((code) => ({
    code, site: site(`province:${code}`, 'province', takeTwo()), system: site(`insurance-system:${code}`, 'insurance-system', takeTwo()),
    toNational: newLink(), toSystem: newLink(),
  }));
  const toCentre = newLink();
  const verifiers = {
    ...(wish.realNameUrl && { realName: { url: wish.realNameUrl } }), ...(wish.realPersonUrl && { realPerson: { url: wish.realPersonUrl } }),
  };
  return {
    national: {
      mode: 'national', credentialNumberKey: hexKey(16), ...verifiers,
      ...common(wish, national, [peer(centre, toCentre), ...provinces.map((each) => peer(each.site.party, each.toNational))]),
    },
    provinces: Object.fromEntries(provinces.map((each) => [each.code, {
      mode: 'province', province: each.code,
      ...common(wish, each.site, [{ ...peer(national.party, each.toNational), timeoutMs: 12_000 }, peer(each.system.party, each.toSystem)]),
    }])),
    insuranceSystems: Object.fromEntries(provinces.map((each) => [each.code, {
      province: each.code, ...common(wish, each.system, [peer(each.site.party, each.toSystem)]),
    }])),
    managementCentre: { ...toCentre, privateKey: centre.privateKey, counterpartPublicKey: national.party.publicKey },
  };
}

interface Site {
  readonly party: Party;
  readonly ports: [number, number];
}

function site(name: string, kind: string, ports: [number, number]): Site {
  return { party: party(name, kind, `http://127.0.0.1:${ports[0]}`), ports };
}

function party(name: string, kind: string, url: string | undefined): Party {
  const keys = generateSm2KeyPair();
  return { name, kind, url, privateKey: keys.privateKey.toBase64(), publicKey: keys.publicKey.toBase64() };
}

function peer({ name, kind, publicKey, url }: Party, link: Link): object {
  return { name, kind, ...(url && { url }), ...link, publicKey };
}

function common(wish: FederationWish, { party: { name, privateKey }, ports }: Site, peers: object[]): object {
  return {
    environment: wish.environment,
    listeners: { core: { port: ports[0] }, publicService: { port: ports[1] } },
    database: { file: wish.dataDir === undefined ? ':memory:' : join(wish.dataDir, `${name.replace(':', '-')}.db`) },
    keys: { masterKey: hexKey(32), signingKey: privateKey },
    peers,
    log: { level: wish.logLevel },
  };
}

const hexKey = (bytes: number): string => randomBytesOf(bytes).toString('hex');
