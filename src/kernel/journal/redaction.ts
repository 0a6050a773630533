import { isAnyArrayBuffer, isDate, isMap, isSet } from 'node:util/types';
import { maskName, maskNumber, redactText } from './masks.js';

export { maskName, maskNumber, maskPersonalNumbers, redactText } from './masks.js';

/** Field names, as written or in lower case; a field matches under either spelling. */
export type FieldNames = ReadonlySet<string>;

const DEEPEST = 8;
const MOST_PER_CONTAINER = 100;
const MOST_VALUES = 2_000;
const LONGEST_TEXT = 4_096;
const HIDDEN = '***';

/**
 * A deep copy that may be written to a log: secret fields become `***`, personal ones are masked, every other text goes through
 * {@link redactText}, an error is reduced to name, message and stack. Depth (8), entries per container (100), values in all (2,000)
 * and length of a text (4,096) are bounded, because what is logged may come from outside. Never throws: not on cycles, getters that
 * throw or proxies that were revoked.
 *
 * @param secretFields fields whose value must not be seen at all (passwords, keys, code values, tokens).
 * @param personalFields fields whose value is shown masked (names, numbers of persons).
 */
export function redact(value: unknown, secretFields: FieldNames, personalFields: FieldNames): unknown {
  return new Redaction(secretFields, personalFields).copy(value, []);
}

class Redaction {
  readonly #secret: FieldNames;
  readonly #personal: FieldNames;
  #left = MOST_VALUES;

  constructor(secret: FieldNames, personal: FieldNames) {
    this.#secret = secret;
    this.#personal = personal;
  }

  /** @param path the containers around `value`, to notice a cycle; the same object at two places is no cycle. */
  copy(value: unknown, path: readonly object[]): unknown {
    this.#left -= 1;
    if (typeof value === 'string') return boundedText(value);
    if (typeof value === 'bigint') return boundedText(String(value));
    if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
    if (typeof value !== 'object' || value === null) return value;
    if (path.includes(value)) return '[circular]';
    if (path.length >= DEEPEST || this.#left <= 0) return '[cut]';
    try {
      return this.#container(value, [...path, value]);
    } catch {
      return '[unreadable]';
    }
  }

  #container(value: object, path: readonly object[]): unknown {
    if (isError(value)) return errorFacts(value);
    if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`;
    if (isDate(value)) return value.getTime();
    if (Array.isArray(value)) return this.#items(value, path);
    if (isSet(value)) return this.#items([...value], path);
    if (isMap(value)) return this.#fields([...value].map(([key, each]) => [String(key), () => each]), path);
    return this.#fields(Object.keys(value).map((key) => [key, () => Reflect.get(value, key)]), path);
  }

  #items(items: readonly unknown[], path: readonly object[]): unknown[] {
    const shown = items.slice(0, MOST_PER_CONTAINER).map((item) => this.copy(item, path));
    return items.length > shown.length ? [...shown, `[${items.length - shown.length} more]`] : shown;
  }

  #fields(fields: ReadonlyArray<[name: string, read: () => unknown]>, path: readonly object[]): unknown {
    const shown = fields.slice(0, MOST_PER_CONTAINER).map(([name, read]) => [boundedText(name), this.#field(name, read, path)]);
    if (fields.length > shown.length) shown.push(['…', `[${fields.length - shown.length} more]`]);
    // fromEntries defines properties; assignment would let a field named __proto__ change the copy's prototype
    return Object.fromEntries(shown);
  }

  #field(name: string, read: () => unknown, path: readonly object[]): unknown {
    if (matches(this.#secret, name)) return HIDDEN;
    try {
      return matches(this.#personal, name) ? maskPersonal(read()) : this.copy(read(), path);
    } catch {
      return '[unreadable]';
    }
  }
}

function matches(fields: FieldNames, name: string): boolean {
  return fields.has(name) || fields.has(name.toLowerCase());
}

function maskPersonal(value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.slice(0, MOST_PER_CONTAINER).map(maskPersonal);
  if (typeof value !== 'string' && typeof value !== 'number') return HIDDEN;
  const text = String(value).slice(0, LONGEST_TEXT);
  return /[0-9]{3}/.test(text) ? maskNumber(text, 3, 2) : maskName(text);
}

/** By its shape: the database addon's errors are no instances of Error where modules run in contexts of their own. */
function isError(value: object): value is Error {
  return 'stack' in value && 'message' in value && typeof value.stack === 'string' && typeof value.message === 'string';
}

function errorFacts(error: Error): Record<string, unknown> {
  return { name: boundedText(String(error.name)), message: boundedText(String(error.message)), stack: boundedText(String(error.stack)) };
}

/** A text that is cut loses its last word: half a number would no longer be recognised, and half of it is still too much. */
function boundedText(text: string): string {
  if (text.length <= LONGEST_TEXT) return redactText(text);
  let end = LONGEST_TEXT;
  while (end > 0 && /[0-9A-Za-z０-９]/.test(text.charAt(end - 1))) end -= 1;
  return `${redactText(text.slice(0, end))}…`;
}
