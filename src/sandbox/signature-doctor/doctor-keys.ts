import { parseSm2PrivateKey, parseSm2PublicKey, Sm2PrivateKey, type Sm2PublicKey } from '../../crypto/sm2.js';
import type { Found } from './mistakes.js';

/** Another application whose keys somebody may have taken by mistake. */
export interface OtherApplication {
  /** Who it belongs to; shown, so never a secret. */
  readonly name: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly publicKey: string;
}

/** What is known of the application that sent a message. Keys in Base64 or hex. */
export interface DoctorKeys {
  readonly appId: string;
  readonly appSecret: string;
  /** Of the application. Its private key, where it is at hand, shows some mistakes more. */
  readonly publicKey?: string | undefined;
  readonly privateKey?: string | undefined;
  /** Of the platform, for this application. */
  readonly platformPublicKey?: string | undefined;
  readonly platformPrivateKey?: string | undefined;
  readonly others?: readonly OtherApplication[];
}

/** Whose signature it may be. */
export interface Signer {
  readonly key: Sm2PublicKey;
  readonly found: readonly Found[];
}

/** Those who sign a request (the application) or an answer (the platform), the right one first; then whose keys are taken for them. */
export function signersOf(keys: DoctorKeys, direction: 'request' | 'answer'): Signer[] {
  const own = signer(ownPublicKey(keys), []);
  const platform = signer(platformPublicKey(keys), []);
  const [right, wrong] = direction === 'request' ? [own, platform] : [platform, own];
  return [...right, ...wrong.map((each) => ({ ...each, found: [{ name: 'platform-key' as const }] })), ...(direction === 'request' ? misread(keys) : [])];
}

/** Every other application's key. */
export const otherSigners = ({ others = [] }: DoctorKeys): Signer[] => (
  others.flatMap(({ name, publicKey }) => signer(parseSm2PublicKey(publicKey), [{ name: 'key-of-another', detail: name }]))
);

const signer = (key: Sm2PublicKey | undefined, found: readonly Found[]): Signer[] => (key === undefined ? [] : [{ key, found }]);

function ownPublicKey({ publicKey, privateKey }: DoctorKeys): Sm2PublicKey | undefined {
  if (publicKey !== undefined) return parseSm2PublicKey(publicKey);
  return privateKey === undefined ? undefined : parseSm2PrivateKey(privateKey).publicKey;
}

function platformPublicKey({ platformPublicKey: given, platformPrivateKey }: DoctorKeys): Sm2PublicKey | undefined {
  if (given !== undefined) return parseSm2PublicKey(given);
  return platformPrivateKey === undefined ? undefined : parseSm2PrivateKey(platformPrivateKey).publicKey;
}

/** The keys that come of reading the application's private key wrongly. */
function misread({ privateKey }: DoctorKeys): Signer[] {
  if (privateKey === undefined) return [];
  const { scalar } = parseSm2PrivateKey(privateKey);
  return [
    ...fromScalar(Buffer.concat([Buffer.of(0), scalar.subarray(0, 31)]), 'key-33-bytes-cut'),
    ...fromScalar(Buffer.from(scalar).reverse(), 'key-little-endian'),
  ];
}

function fromScalar(scalar: Buffer, name: Found['name']): Signer[] {
  try {
    return [{ key: new Sm2PrivateKey(scalar).publicKey, found: [{ name }] }];
  } catch {
    return []; // out of range: nobody signs with it
  }
}
