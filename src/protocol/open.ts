import { sm3Hex } from '../crypto/sm3.js';
import { coversOpenContent, documentedForm, type CanonicalForm } from './canonical-form.js';
import { readData } from './encrypted-data.js';
import { readRequestEnvelope, type EncType, type RequestEnvelope, type SignType } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import type { LexicalObject } from './lexical-json.js';
import { mannerAsItSeems, mannerOf, type Manner } from './manner.js';
import { matchSignature, strict, type Match, type Tolerance } from './match-signature.js';
import { Refusal, refuse, refuseField } from './refusal.js';
import { readShape, type Shape } from './shape.js';
import { canonicalJson } from './signing-string.js';

/** What a registered application may use. */
export interface Profile {
  readonly signTypes: readonly SignType[];
  readonly encTypes: readonly EncType[];
}

/** What is known of the form in which a counterpart signs (INT-111). */
export interface KnownForms {
  /** Those in which its requests matched before, the latest first; the documented one where nothing is known. A few. */
  readonly known: readonly CanonicalForm[];
  /** Keeps a form that is not among them. */
  learn(form: CanonicalForm): Promise<void>;
}

/** The registered application behind a request, as far as the protocol cares. */
export interface Counterpart {
  readonly keys: KeyRing;
  readonly profile: Profile;
  /** Absent for whoever is held to the documented form. */
  readonly forms?: KnownForms | undefined;
}

export interface Gate<C extends Counterpart> {
  /** Epoch milliseconds. */
  readonly now: number;
  /** How far `timestamp` may lie from now, either way (INT-02). */
  readonly freshnessMs: number;
  findCaller(envelope: RequestEnvelope): Promise<C | undefined>;
  /** Told before forms are tried that are not known of this caller; may throw, since that costs. */
  beforeSearch?(caller: C): void;
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
    /** How it was written, for its answer. */
    readonly manner: Manner,
  ) {
    this.#made = made;
    if (this.#made !== MAKE) throw new Error('an Opened is made by openRequest only');
  }

  /** The last step, meaning: the data read by the table of its transaction. Throws `-2` naming every field that is wrong. */
  as<U>(this: Opened<LexicalObject, C>, shape: Shape<U>): Opened<U, C> {
    requireCovered(shape, this.data, this.manner.form);
    return new Opened(this.#made, this.envelope, this.caller, readShape(shape, this.data, 'data'), this.bodyHash, this.signatureHash, this.manner);
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
  const read = readData(envelope, caller.keys);
  const tolerance = toleranceFor(caller, gate);
  const match = envelope.signType === 'plain' ? undefined : matchSignature(envelope, read.data, caller.keys, tolerance);
  const data = requireSigned(envelope, match, read);
  if (match !== undefined && !tolerance.known.includes(match.form)) await caller.forms?.learn(match.form);
  const bodyHash = sm3Hex(envelope.transType, '\n', canonicalJson(data));
  return new Opened(MAKE, envelope, caller, data, bodyHash, match && sm3Hex(match.signature), mannerOf(envelope, read, match));
}

/** The manner in which a request that did not open is answered. */
export function mannerOfRefused(envelope: RequestEnvelope, { forms }: Counterpart): Manner {
  return mannerAsItSeems(envelope, forms?.known[0] ?? documentedForm);
}

function toleranceFor<C extends Counterpart>(caller: C, gate: Gate<C>): Tolerance {
  return caller.forms === undefined ? strict : { known: caller.forms.known, mistakes: true, beforeOthers: () => gate.beforeSearch?.(caller) };
}

/**
 * INT-24: the signature covers the plain data, so cipher text must be opened to check it. A cipher text that does not open is answered exactly like a
 * signature that does not match, after the same check: whoever lacks the keys learns nothing from padding.
 */
function requireSigned({ signType }: RequestEnvelope, match: Match | undefined, { data, fault }: ReturnType<typeof readData>): LexicalObject {
  if (fault !== undefined) throw refuse('signatureInvalid', { diagnosis: fault });
  if (signType !== 'plain' && match === undefined) throw mismatch(signType);
  return data as LexicalObject; // its shape says that data or encData stands
}

const mismatch = (signType: SignType): Refusal => refuse('signatureInvalid', { diagnosis: `the ${signType} signature does not match the string to sign; openec explain says why` });

/** INT-112: what is handed on as it stands must be covered as it stands; a table would refuse a number that became a text on the way, nobody else does. */
function requireCovered(shape: Shape<unknown>, data: LexicalObject, form: CanonicalForm): void {
  const open = shape.rows.find(({ id, type }) => type.open === true && data[id] !== undefined);
  if (open === undefined || coversOpenContent(form)) return;
  const reason = 'must be signed with its numbers, truth values and empty lists as they are';
  throw refuse('signatureInvalid', { faults: [{ field: `data.${open.id}`, reason }] });
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
  const travelled = travelOfData(envelope);
  if (profile.encTypes.includes(travelled)) return;
  throw refuse('forbidden', { faults: [{ field: 'encType', reason: `this application is registered for ${profile.encTypes.join(', ')}` }] });
}

/** How the data of a request travelled: clear data is clear whatever its encType says. */
export const travelOfData = ({ encData, encType }: Pick<RequestEnvelope, 'encData' | 'encType'>): EncType => (encData === undefined ? 'plain' : encType);
