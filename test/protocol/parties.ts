import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { sm3Hex } from '../../src/crypto/sm3.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { documentedForm, type CanonicalForm } from '../../src/protocol/canonical-form.js';
import { keyRing, type KeyRing } from '../../src/protocol/key-ring.js';
import { openRequest, type Counterpart, type Gate, type KnownForms, type Opened, type Profile } from '../../src/protocol/open.js';
import { parseLexicalJson, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { signingString } from '../../src/protocol/signing-string.js';
import type { ReferenceKeys } from './reference-writer.mjs';

/** Reads `test/vectors/envelope/<name>.json`; the caller names the shape it expects. */
export function loadVectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/envelope/${name}.json`, import.meta.url), 'utf8')) as T;
}

interface Pair { privateKey: string; publicKey: string }
interface Signed { stringToSign: string; signData: string; body: string }
interface Golden {
  appId: string; appSecret: string; hospital: Pair; province: Pair; now: number;
  data: string; canonicalData: string; encData: string; sm3: Signed; sm2: Signed & { signDataDer: string };
}

/** One request in two dresses, made without our code. */
export const golden = loadVectors<Golden>('golden-request');
export const NOW = golden.now;
export const WINDOW = 600_000;

const { appId, appSecret, hospital, province } = golden;
/** The hospital's half of the keys of its application, and the province's. */
export const hospitalKeys = keyRing({ appId, appSecret, privateKey: hospital.privateKey, counterpartPublicKey: province.publicKey });
export const provinceKeys = keyRing({ appId, appSecret, privateKey: province.privateKey, counterpartPublicKey: hospital.publicKey });

export const anyProfile: Profile = { signTypes: ['plain', 'SM2', 'SM3'], encTypes: ['plain', 'SM4', 'SM2'] };

/** The province's gate: it knows one application, by every name that INT-21 allows. */
export function gate(changes: { now?: number; profile?: Profile; keys?: KeyRing; forms?: KnownForms; beforeSearch?: () => void } = {}): Gate<Counterpart> {
  const { now = NOW, profile = anyProfile, keys = provinceKeys, forms, beforeSearch } = changes;
  const names = new Set([`appId ${appId}`, `appCode ${appId}`, 'orgId H35020300001']);
  return {
    now, freshnessMs: WINDOW,
    findCaller: ({ identity }) => Promise.resolve(names.has(`${identity.field} ${identity.value}`) ? { keys, profile, forms } : undefined),
    ...(beforeSearch && { beforeSearch }),
  };
}

/** A memory of forms as a register keeps it, of which a test sees what was learned. */
export function memoryOfForms(known: readonly CanonicalForm[] = [documentedForm]): KnownForms & { readonly learned: CanonicalForm[] } {
  const learned: CanonicalForm[] = [];
  return { known, learned, learn: (form) => Promise.resolve(void learned.push(form)) };
}

/** The province's keys with an engine that counts how often it verifies. */
export function countingKeys(): { keys: KeyRing; verified: () => number } {
  let count = 0;
  const verify: typeof nativeSm2.verify = (...of) => {
    count += 1;
    return nativeSm2.verify(...of);
  };
  return { keys: { ...provinceKeys, engine: { ...nativeSm2, verify } }, verified: () => count };
}

/** The hospital's half of the keys as the reference writer takes them. */
export const referenceKeys: ReferenceKeys = { appId, appSecret, privateKey: hexOf(hospital.privateKey), otherPublicKey: hexOf(province.publicKey) };

function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

export const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

export const open = (body: string, changes?: Parameters<typeof gate>[0]): Promise<Opened<LexicalObject>> => openRequest(bytes(body), gate(changes));

/**
 * Signs a message as its sender wrote it: `source` is JSON text without `signData`, `plain` the data where it travels as encData. For spellings that our
 * own `sealRequest` does not use.
 */
export function signedBy(keys: KeyRing, source: string, plain?: string): string {
  const members = parseLexicalJson(source) as LexicalObject;
  const text = signingString(members, plain === undefined ? undefined : (parseLexicalJson(plain) as LexicalObject), keys.appSecret);
  const bySm2 = /^sm2$/i.test(members.signType as string);
  const signData = bySm2 ? keys.engine.sign(keys.signWith, bytes(text)).toString('base64') : sm3Hex(text).toUpperCase();
  return source.replace(/\}\s*$/, `,"signData":"${signData}"}`);
}

/** The refusal an act ends with; anything else fails the test. */
export async function refusalFrom(act: () => unknown): Promise<Refusal> {
  try {
    await act();
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return error as Refusal;
  }
  throw new Error('it was not refused');
}

/** `field: reason` of every fault, as the caller is told. */
export const faultsOf = ({ faults }: Refusal): string[] => faults.map(({ field, reason }) => `${field}: ${reason}`);
