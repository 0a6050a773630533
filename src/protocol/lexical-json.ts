/**
 * JSON whose numbers keep the letters they were written with. A signature is made over text: `1.50` and `12345678901234567890` must reach the string
 * to sign as they stood on the wire, which `JSON.parse` cannot promise. The reader is strict (RFC 8259) and refuses what two parsers could read
 * differently: duplicate keys, lone surrogates, nesting without end.
 */

/** A JSON number as the text that stood on the wire. */
export class NumberLexeme {
  constructor(readonly text: string) {}
}

export type LexicalValue = string | boolean | null | NumberLexeme | LexicalValue[] | LexicalObject;

/** A JSON object without a prototype, so that a member called `__proto__` is a member like any other. */
export interface LexicalObject {
  [member: string]: LexicalValue;
}

/** The text is not the JSON we read; `position` counts UTF-16 units from 0. */
export class LexicalJsonError extends Error {
  constructor(readonly reason: string, readonly position: number) {
    super(`${reason} at position ${position}`);
  }
}

const DEEPEST = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BLANK = /[ \t\n\r]*/y;
// Unrolled (a plain run, then escapes each with a plain run): the plain loop needs no backtracking stack, `(?:[^"\\]|\\.)*` needs one place a character.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const LITERALS: readonly (readonly [string, boolean | null])[] = [['true', true], ['false', false], ['null', null]];

/** An empty object of the kind the reader makes. */
export const lexicalObject = (): LexicalObject => Object.create(null) as LexicalObject;

/** JavaScript puts members such as `10` and `9` in front, by number; the order in which such an object was written is kept beside it. */
const orders = new WeakMap<LexicalObject, readonly string[]>();

/** Names of an object's members in the order they were read or set. */
export const namesOf = (object: LexicalObject): readonly string[] => orders.get(object) ?? Object.keys(object);

const FIRST_DIGIT = 0x30;
const LAST_DIGIT = 0x39;

function mayMove(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= FIRST_DIGIT && first <= LAST_DIGIT;
}

/** True for objects (not arrays, not number lexemes, not null). */
export function isLexicalObject(value: LexicalValue | undefined): value is LexicalObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberLexeme);
}

/** What a reader lets pass that RFC 8259 does not. */
export interface Leniency {
  /** A comma after the last member or item, which string building in clients' programs leaves behind. // INT-136 */
  readonly trailingCommas: boolean;
}

/** Reads one JSON text, strictly unless told otherwise. Throws `LexicalJsonError`. */
export function parseLexicalJson(text: string, { trailingCommas }: Leniency = { trailingCommas: false }): LexicalValue {
  const lone = text.search(LONE_SURROGATE);
  if (lone >= 0) throw new LexicalJsonError('a lone surrogate', lone);
  const reader = new Reader(text, trailingCommas);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string, private readonly trailingCommas: boolean) {}

  value(depth: number): LexicalValue {
    this.blank();
    const first = this.text[this.at];
    if (depth === DEEPEST && (first === '{' || first === '[')) throw this.error(`nested deeper than ${DEEPEST}`);
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"') return this.string();
    return this.numberOrLiteral();
  }

  end(): void {
    this.blank();
    if (this.at < this.text.length) throw this.error('text after the end of the JSON value');
  }

  private object(depth: number): LexicalObject {
    const members = lexicalObject();
    let order: string[] | undefined;
    this.at += 1;
    if (this.take('}')) return members;
    do {
      this.blank();
      const name = this.string();
      if (name in members) throw this.error('a member stands twice');
      this.need(':');
      if (order === undefined && mayMove(name)) order = Object.keys(members);
      order?.push(name);
      members[name] = this.value(depth + 1);
    } while (this.more('}'));
    this.need('}');
    if (order !== undefined) orders.set(members, order);
    return members;
  }

  private array(depth: number): LexicalValue[] {
    const items: LexicalValue[] = [];
    this.at += 1;
    if (this.take(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.more(']'));
    this.need(']');
    return items;
  }

  private string(): string {
    const token = this.match(STRING) ?? this.fail('a string was expected');
    if (!token.includes('\\')) return token.slice(1, -1);
    const value = JSON.parse(token) as string;
    if (LONE_SURROGATE.test(value)) throw this.error('a lone surrogate');
    return value;
  }

  private numberOrLiteral(): LexicalValue {
    for (const [word, value] of LITERALS) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    return new NumberLexeme(this.match(NUMBER) ?? this.fail('a JSON value was expected'));
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private blank(): void {
    this.match(BLANK);
  }

  private take(mark: string): boolean {
    this.blank();
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  /** Whether another member or item follows. */
  private more(end: string): boolean {
    if (!this.take(',')) return false;
    if (!this.trailingCommas) return true;
    this.blank();
    return this.text[this.at] !== end;
  }

  private need(mark: string): void {
    if (!this.take(mark)) throw this.error(`"${mark}" was expected`);
  }

  private fail(reason: string): never {
    throw this.error(reason);
  }

  private error(reason: string): LexicalJsonError {
    return new LexicalJsonError(reason, this.at);
  }
}

/** Compact JSON of a lexical value: members in the order they were read or set, non-ASCII as it is, numbers as they were written. */
export function writeLexicalJson(value: LexicalValue): string {
  if (value instanceof NumberLexeme) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeLexicalJson).join(',')}]`;
  if (!isLexicalObject(value)) return JSON.stringify(value);
  return `{${namesOf(value).map((name) => `${JSON.stringify(name)}:${writeLexicalJson(value[name])}`).join(',')}}`;
}

/** A plain JavaScript value as a lexical value; `undefined` members are left out. Throws `TypeError` on what JSON cannot say. */
export function lexicalOf(value: unknown): LexicalValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value instanceof NumberLexeme) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return new NumberLexeme(String(value));
  if (Array.isArray(value)) return value.map(lexicalOf);
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${typeof value}`);
  const members = lexicalObject();
  for (const [name, member] of Object.entries(value)) if (member !== undefined) members[name] = lexicalOf(member);
  return members;
}
