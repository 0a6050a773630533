import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { sm3Hex } from '../../src/crypto/sm3.js';
import { keyRing, type KeyRing } from '../../src/protocol/key-ring.js';
import { openRequest, type Counterpart, type Gate, type Opened, type Profile } from '../../src/protocol/open.js';
import { parseLexicalJson, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { signingString } from '../../src/protocol/signing-string.js';

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

export const anyProfile: Profile = { signTypes: ['plain', 'SM2', 'SM3'], encTypes: ['plain', 'SM4'] };

/** The province's gate: it knows one application, by every name that INT-21 allows. */
export function gate(changes: { now?: number; profile?: Profile; keys?: KeyRing } = {}): Gate<Counterpart> {
  const { now = NOW, profile = anyProfile, keys = provinceKeys } = changes;
  const names = new Set([`appId ${appId}`, `appCode ${appId}`, 'orgId H35020300001']);
  return {
    now, freshnessMs: WINDOW,
    findCaller: ({ identity }) => Promise.resolve(names.has(`${identity.field} ${identity.value}`) ? { keys, profile } : undefined),
  };
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
