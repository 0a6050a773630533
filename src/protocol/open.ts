import { equalText } from '../crypto/equal.js';
import { parseSm2Signature } from '../crypto/sm2-signature.js';
import { sm3Hex } from '../crypto/sm3.js';
import { Sm4Error, sm4EcbDecrypt } from '../crypto/sm4.js';
import { readMembers, readRequestEnvelope, type EncType, type RequestEnvelope, type SignType } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import type { LexicalObject } from './lexical-json.js';
import { Refusal, refuse, refuseField } from './refusal.js';
import { readShape, type Shape } from './shape.js';
import { canonicalJson, signingString } from './signing-string.js';

/** A message as far as its signature is concerned. */
export type SignedMessage = Pick<RequestEnvelope, 'members' | 'data' | 'encData' | 'signType' | 'signData'>;

/** What a registered application may use. */
export interface Profile {
  readonly signTypes: readonly SignType[];
  readonly encTypes: readonly EncType[];
}

/** The registered application behind a request, as far as the protocol cares. */
export interface Counterpart {
  readonly keys: KeyRing;
  readonly profile: Profile;
}

export interface Gate<C extends Counterpart> {
  /** Epoch milliseconds. */
  readonly now: number;
  /** How far `timestamp` may lie from now, either way (INT-02). */
  readonly freshnessMs: number;
  findCaller(envelope: RequestEnvelope): Promise<C | undefined>;
}

const MAKE = Symbol('made by open');

/**
 * A request that passed shape, freshness and signature. Nothing else can make one, so unverified input cannot be represented: the private field keeps an
 * object that merely looks like one from being taken for one by the compiler, the symbol keeps the constructor shut.
 */
export class Opened<T, C extends Counterpart = Counterpart> {
  readonly #made: typeof MAKE;

  constructor(
    made: typeof MAKE, readonly envelope: RequestEnvelope, readonly caller: C, readonly data: T,
    /** What is asked, without when: SM3 over transType and the canonical data. */
    readonly bodyHash: string,
    /** SM3 over the normalised signature; undefined where none was asked for. */
    readonly signatureHash: string | undefined,
  ) {
    this.#made = made;
    if (this.#made !== MAKE) throw new Error('an Opened is made by openRequest only');
  }

  /** The last step, meaning: the data read by the table of its transaction. Throws `-2` naming every field that is wrong. */
  as<U>(this: Opened<LexicalObject, C>, shape: Shape<U>): Opened<U, C> {
    return new Opened(this.#made, this.envelope, this.caller, readShape(shape, this.data, 'data'), this.bodyHash, this.signatureHash);
  }
}

/**
 * Opens a request: shape → freshness → signature and decryption (INT-24), each step whole before the next. Who calls is looked up after the shape
 * and judged at the signature, so that a refusal on the way can still be signed for a known caller.
 */
export async function openRequest<C extends Counterpart>(body: Uint8Array, gate: Gate<C>): Promise<Opened<LexicalObject, C>> {
  const envelope = readRequestEnvelope(body);
  const caller = await gate.findCaller(envelope);
  requireFresh(envelope, gate);
  if (caller === undefined) throw unknownCaller(envelope);
  requireProfile(envelope, caller.profile);
  const data = plainData(envelope, caller.keys) as LexicalObject; // its shape says that one of the two stands
  const signatureHash = envelope.signType === 'plain' ? undefined : sm3Hex(requireSignature(envelope, data, caller.keys));
  const bodyHash = sm3Hex(envelope.transType, '\n', canonicalJson(data));
  return new Opened(MAKE, envelope, caller, data, bodyHash, signatureHash);
}

function requireFresh(envelope: RequestEnvelope, gate: { now: number; freshnessMs: number }): void {
  if (envelope.timestamp === undefined) return;
  const off = envelope.timestamp - gate.now;
  if (Math.abs(off) <= gate.freshnessMs) return;
  const seconds = Math.round(Math.abs(off) / 1000);
  throw refuseField('timestamp', `${seconds} s ${off < 0 ? 'behind' : 'ahead of'} our clock; at most ${gate.freshnessMs / 1000} s are allowed`);
}

function unknownCaller({ identity }: RequestEnvelope): Refusal {
  const faults = [{ field: identity.field, reason: 'names no registered application' }];
  return refuse(identity.field === 'orgId' ? 'institutionNotFound' : 'channelNotFound', { faults });
}

function requireProfile(envelope: RequestEnvelope, profile: Profile): void {
  if (!profile.signTypes.includes(envelope.signType)) {
    throw refuse('signatureInvalid', { faults: [{ field: 'signType', reason: `this application is registered for ${profile.signTypes.join(', ')}` }] });
  }
  const travelled: EncType = envelope.encData === undefined ? 'plain' : 'SM4';
  if (profile.encTypes.includes(travelled)) return;
  throw refuse('forbidden', { faults: [{ field: 'encType', reason: `this application is registered for ${profile.encTypes.join(', ')}` }] });
}

/**
 * Checks the signature over the plain data and returns it in its one normal form: raw r‖s (DER is accepted) or upper-case hex (INT-03).
 * Throws `500036`.
 */
export function requireSignature(message: SignedMessage, data: LexicalObject | undefined, keys: KeyRing): Uint8Array | string {
  const text = signingString(message.members, data, keys.appSecret);
  const signature = message.signType === 'SM3' ? matchingDigest(text, message.signData ?? '') : matchingSm2(text, message.signData ?? '', keys);
  if (signature === undefined) throw refuse('signatureInvalid', { diagnosis: `the ${message.signType} signature does not match the string to sign` });
  return signature;
}

const matchingDigest = (text: string, signData: string): string | undefined => (equalText(sm3Hex(text).toUpperCase(), signData) ? signData : undefined);

function matchingSm2(text: string, signData: string, keys: KeyRing): Uint8Array | undefined {
  const signature = parseSm2Signature(Buffer.from(signData, 'base64'));
  return signature !== undefined && keys.engine.verify(keys.verifyWith, Buffer.from(text, 'utf8'), signature) ? signature : undefined;
}

/**
 * INT-24: the signature covers the plain data, so cipher text must be opened to check it. A cipher text that does not open is answered exactly like a
 * signature that does not match: whoever lacks the keys learns nothing from padding. Undefined where the message has no data at all.
 */
export function plainData(message: Pick<SignedMessage, 'data' | 'encData'>, keys: KeyRing): LexicalObject | undefined {
  if (message.encData === undefined) return message.data;
  try {
    return readMembers(sm4EcbDecrypt(keys.transportKey, bytesOfHex(message.encData)));
  } catch (error) {
    if (error instanceof Sm4Error || error instanceof Refusal) throw refuse('signatureInvalid', { diagnosis: `encData does not open: ${error.message}` });
    throw error;
  }
}

/** Node stops reading at the first character that is no hex digit, and says nothing. */
function bytesOfHex(text: string): Buffer {
  const bytes = Buffer.from(text, 'hex');
  if (bytes.length * 2 !== text.length) throw new Sm4Error('The cipher text is not written in hex.');
  return bytes;
}
