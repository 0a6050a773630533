import { equalText } from '../crypto/equal.js';
import { sm3Hex } from '../crypto/sm3.js';
import { canonicalForms, documentedForm, formName, type CanonicalForm } from './canonical-form.js';
import type { RequestEnvelope } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import { isLexicalObject, NumberLexeme, type LexicalObject, type LexicalValue } from './lexical-json.js';
import { readSignature, type SignatureSpelling } from './signature-spelling.js';
import { signingString } from './signing-string.js';

/** A message as far as its signature is concerned. */
export type SignedMessage = Pick<RequestEnvelope, 'members' | 'data' | 'encData' | 'encType' | 'signType' | 'signData'>;

/** What a verifier takes from one counterpart. */
export interface Tolerance {
  /** Forms to try in any case: few. */
  readonly known: readonly CanonicalForm[];
  /** Whether the mistaken spellings of a signature are taken. */
  readonly mistakes: boolean;
  /**
   * Where it stands, every other form is taken as well (but not with a signature that is short of zero bytes). It is told once, before the first of
   * them is tried, and may throw to forbid it: a search may cost as many verifications as there are forms.
   */
  readonly beforeOthers?: () => void;
}

/** The documented form alone: what our own parties are held to. */
export const strict: Tolerance = { known: [documentedForm], mistakes: false };

/** What a signature turned out to be. */
export interface Match {
  readonly form: CanonicalForm;
  readonly spelling: SignatureSpelling;
  /** In its one normal form: raw r‖s, or upper-case hex of the SM3 digest (INT-03). */
  readonly signature: Uint8Array | string;
}

/** Finds the form under which the signature of a message matches; undefined where none does. `data` is the plain data. INT-110 */
export function matchSignature(message: SignedMessage, data: LexicalObject | undefined, keys: KeyRing, tolerance: Tolerance): Match | undefined {
  const check = checkOf(message, keys, tolerance);
  if (check === undefined) return undefined;
  const tried: string[] = [];
  const attempt = (form: CanonicalForm): Match | undefined => {
    const text = signingString(message.members, data, keys.appSecret, form);
    if (tried.includes(text)) return undefined;
    tried.push(text);
    const signature = check.matching(text);
    return signature === undefined ? undefined : { form, spelling: check.spelling, signature };
  };
  const match = first(tolerance.known, attempt);
  // Who leaves out zero bytes shows its form in the other 127 of 128 requests; three verifications for each form would be too many.
  if (match !== undefined || tolerance.beforeOthers === undefined || check.spelling === 'unpadded') return match;
  tolerance.beforeOthers();
  return first(formsThatDiffer(message.members, data), attempt);
}

interface Check {
  readonly spelling: SignatureSpelling;
  /** The signature in its normal form if it is one of this text. */
  matching(text: string): Uint8Array | string | undefined;
}

function checkOf({ signType, signData = '' }: SignedMessage, { engine, verifyWith }: KeyRing, { mistakes }: Tolerance): Check | undefined {
  if (signType === 'SM3') return { spelling: 'raw', matching: (text) => (equalText(sm3Hex(text).toUpperCase(), signData) ? signData : undefined) };
  const spelled = readSignature(signData);
  if (spelled === undefined || (isMistake(spelled.spelling) && !mistakes)) return undefined;
  const { spelling, meanings } = spelled;
  return { spelling, matching: (text) => meanings.find((signature) => engine.verify(verifyWith, Buffer.from(text, 'utf8'), signature)) };
}

const isMistake = (spelling: SignatureSpelling): boolean => spelling === 'hex-text' || spelling === 'unpadded';

function first(forms: readonly CanonicalForm[], attempt: (form: CanonicalForm) => Match | undefined): Match | undefined {
  for (const form of forms) {
    const match = attempt(form);
    if (match !== undefined) return match;
  }
  return undefined;
}

/**
 * The forms whose strings to sign can differ for this message, the likeliest first: a choice about numbers is none where there are no numbers. Two that
 * differ here may yet give the same string.
 */
export function formsThatDiffer(members: LexicalObject, data: LexicalObject | undefined): CanonicalForm[] {
  const traits = traitsOf(members, data);
  const seen = new Set<string>();
  return canonicalForms.filter((form) => {
    const name = formName(asFarAsItMatters(form, traits));
    return !seen.has(name) && seen.add(name);
  });
}

/** What a message holds that forms treat differently. */
interface Traits {
  firstScalar: boolean;
  deepScalar: boolean;
  nested: boolean;
  mixedCase: boolean;
  emptyText: boolean;
  hollow: boolean;
  readonly cipher: boolean;
}

function traitsOf(members: LexicalObject, data: LexicalObject | undefined): Traits {
  const cipher = typeof members.encData === 'string' && members.encData !== '';
  const traits = { firstScalar: false, deepScalar: false, nested: false, mixedCase: false, emptyText: false, hollow: false, cipher };
  note({ ...members, ...(data && { data }) }, -1, traits);
  return traits;
}

/** Notes the traits of a value; gives whether nothing may be left of it. */
function note(value: LexicalValue, level: number, traits: Traits): boolean {
  if (value instanceof NumberLexeme || typeof value === 'boolean') {
    traits.firstScalar ||= level === 1;
    traits.deepScalar ||= level > 1;
    return false;
  }
  traits.emptyText ||= value === '';
  if (!Array.isArray(value) && !isLexicalObject(value)) return value === null || value === '';
  traits.nested ||= level >= 1;
  if (!Array.isArray(value)) traits.mixedCase ||= ordersDiffer(Object.keys(value));
  const left = Object.values(value).map((each) => note(each, level + 1, traits));
  const hollow = Array.isArray(value) ? left.length === 0 : left.every(Boolean);
  traits.hollow ||= hollow;
  return hollow;
}

/** The two orders can only differ where capitals and small letters meet at one place. */
function ordersDiffer(names: string[]): boolean {
  const lower = names.toSorted().map((name) => name.toLowerCase());
  return lower.some((name, index) => index > 0 && name < lower[index - 1]);
}

function asFarAsItMatters(form: CanonicalForm, traits: Traits): CanonicalForm {
  const { scalars, depth, order, emptyText, hollow, data } = form;
  return {
    scalars: scalarsThatMatter(scalars, traits),
    depth: traits.nested ? depth : 'deep',
    order: traits.mixedCase ? order : 'ascii',
    emptyText: traits.emptyText ? emptyText : 'dropped',
    hollow: traits.hollow ? hollow : 'kept',
    data: traits.cipher ? data : 'plain',
  };
}

function scalarsThatMatter(scalars: CanonicalForm['scalars'], { firstScalar, deepScalar }: Traits): CanonicalForm['scalars'] {
  if (scalars === 'text' && !deepScalar) return firstScalar ? 'text-first' : 'typed';
  return scalars === 'text-first' && !firstScalar ? 'typed' : scalars;
}
