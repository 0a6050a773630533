import { randomBytesOf, randomText } from '../crypto/random.js';
import { generateSm2KeyPair } from '../crypto/sm2.js';
import type { KeyRingTexts } from '../protocol/key-ring.js';

/** Names of the parties of a federation, as they call each other. */
export const NATIONAL_PARTY = 'national';
export const CENTRE_PARTY = 'management-centre';
export const provinceParty = (code: string): string => `province:${code}`;
export const insuranceSystemParty = (code: string): string => `insurance-system:${code}`;

/** What one party alone knows, and its public key. Keys in Base64, the master key in hex. */
export interface PartyKeys {
  readonly masterKey: string;
  readonly privateKey: string;
  readonly publicKey: string;
}

/** APPID and SECRET of one link; both ends know them. */
export interface LinkKeys {
  readonly appId: string;
  readonly appSecret: string;
}

/** Everything secret in a federation. Addresses are not, so that the same federation can be started again at other ports. */
export interface FederationKeys {
  /** INT-16: SM4 key of the credential numbers, hex. */
  readonly credentialNumberKey: string;
  readonly parties: Readonly<Record<string, PartyKeys>>;
  /** By the names of both ends, see `linkOf`. */
  readonly links: Readonly<Record<string, LinkKeys>>;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `bytes` random bytes in hex. */
export const hexKey = (bytes: number): string => randomBytesOf(bytes).toString('hex');

/** Fresh keys of one party. */
export function drawPartyKeys(): PartyKeys {
  const pair = generateSm2KeyPair();
  return { masterKey: hexKey(32), privateKey: pair.privateKey.toBase64(), publicKey: pair.publicKey.toBase64() };
}

/** Fresh keys for a federation with these provinces: every link has its own APPID and SECRET, every party its own key pair. */
export function drawFederationKeys(provinces: readonly string[]): FederationKeys {
  const ends = linksOf(provinces);
  const names = new Set(ends.flat());
  return {
    credentialNumberKey: hexKey(16),
    parties: Object.fromEntries([...names].map((name) => [name, drawPartyKeys()])),
    links: Object.fromEntries(ends.map(([one, other]) => [linkName(one, other), drawLink()])),
  };
}

/** The link between two parties, in whichever order they are named. */
export function linkOf(keys: FederationKeys, one: string, other: string): LinkKeys {
  const link = keys.links[linkName(one, other)] ?? keys.links[linkName(other, one)];
  if (link === undefined) throw new Error(`there is no link between ${one} and ${other}`);
  return link;
}

/** The keys of a party of this name. */
export function partyKeys(keys: FederationKeys, name: string): PartyKeys {
  const party = keys.parties[name];
  if (party === undefined) throw new Error(`there is no party ${name}`);
  return party;
}

/** What `caller` needs to call `callee`. */
export function callerKeys(keys: FederationKeys, caller: string, callee: string): KeyRingTexts {
  const { appId, appSecret } = linkOf(keys, caller, callee);
  return { appId, appSecret, privateKey: partyKeys(keys, caller).privateKey, counterpartPublicKey: partyKeys(keys, callee).publicKey };
}

function linksOf(provinces: readonly string[]): [string, string][] {
  const ofProvince = (code: string): [string, string][] => [
    [provinceParty(code), NATIONAL_PARTY], [insuranceSystemParty(code), provinceParty(code)],
  ];
  return [[CENTRE_PARTY, NATIONAL_PARTY], ...provinces.flatMap(ofProvince)];
}

const linkName = (one: string, other: string): string => `${one} ${other}`;

const drawLink = (): LinkKeys => ({ appId: randomText(UPPER, 32), appSecret: randomText(UPPER, 32) });
