import { readFileSync } from 'node:fs';

/** Reads `test/vectors/crypto/<name>.json`; the caller names the shape it expects. */
export function loadVectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/crypto/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** Bytes of a hex text. */
export function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}

/** A case of a vector file that is named by its reason. */
export interface Because {
  readonly because: string;
}
