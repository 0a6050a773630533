import type { CanonicalForm } from '../../src/protocol/canonical-form.js';
import type { EncDataSpelling } from '../../src/protocol/encrypted-data.js';
import type { Manner } from '../../src/protocol/manner.js';
import type { SignatureSpelling } from '../../src/protocol/signature-spelling.js';

export interface Num { readonly letters: string }
export interface Obj { readonly members: readonly (readonly [string, Json])[] }
export type Json = string | boolean | null | Num | Obj | readonly Json[];

/** Keys in hex. */
export interface ReferenceKeys {
  readonly appId: string;
  readonly appSecret: string;
  readonly privateKey: string;
  readonly otherPublicKey: string;
}

export interface Written {
  readonly body: string;
  readonly stringToSign: string;
  readonly signData: string;
  readonly plain: string;
  readonly encData: string | undefined;
}

export interface Letter {
  readonly members: readonly (readonly [string, Json])[];
  readonly data: Obj;
  readonly keys: ReferenceKeys;
  readonly manner: Manner;
  readonly nonce?: string;
  readonly encrypt?: (text: string, keys: ReferenceKeys, encType: string, point: EncDataSpelling['point']) => string;
}

export function num(letters: string): Num;
export function obj(...members: readonly (readonly [string, Json])[]): Obj;
export function json(value: Json): string;
export function fromJson(text: string): Json;
export function cleaned(data: Obj, form: CanonicalForm): Obj;
export function stringToSign(message: Obj, data: Obj | undefined, appSecret: string, form: CanonicalForm): string;
export function signed(text: string, privateKey: string, nonce?: string): string;
export function spelled(raw: string, spelling: SignatureSpelling): string;
export function transportKey(keys: Pick<ReferenceKeys, 'appId' | 'appSecret'>): string;
export function encrypted(text: string, keys: ReferenceKeys, encType: string, point: EncDataSpelling['point']): string;
export function encryptedAlike(text: string, privateKey: string, nonce: string): string;
export function plainText(data: Obj, form: CanonicalForm, spelling: EncDataSpelling): string;
export function written(letter: Letter): Written;
export function opened(body: string, keys: ReferenceKeys, manner: Manner): {
  readonly trusted: boolean; readonly plain: string | undefined; readonly data: Record<string, unknown>; readonly [member: string]: unknown;
};
