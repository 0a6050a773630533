import { FormatError, type TextForm, type TextParser } from './identifiers.js';
import { isLexicalObject, lexicalObject, NumberLexeme, type LexicalObject, type LexicalValue } from './lexical-json.js';
import { refuse, type FieldFault } from './refusal.js';

/** The standard's type column: C text, N integer, B boolean, Json object or list. `length` is the standard's length column, in characters. */
export interface FieldType<T> {
  readonly type: 'C' | 'N' | 'B' | 'Json';
  readonly length: number | undefined;
  /** The table of an object, or of the objects in a list. */
  readonly inner?: Shape<unknown>;
  /** No table says what stands in it: it is handed on and not read. */
  readonly open?: true;
  /** What every entry of a list is; its `length` is then the most entries. */
  // oxlint-disable-next-line typescript/no-explicit-any -- what an entry is read to does not matter to who describes it
  readonly item?: FieldType<any>;
  /** N: the bounds. */
  readonly least?: number;
  readonly most?: number;
  /** C: the only texts allowed, or the form in words and as a pattern. */
  readonly values?: readonly string[];
  readonly form?: TextForm;
  /** Reads a wire value at `path`. Throws `FormatError` where the value itself is wrong; what is wrong inside it is pushed to `faults`. */
  read(value: LexicalValue, path: string, faults: FieldFault[]): T;
  write(value: T): LexicalValue;
}

/** One row of a table of the standard: number, data element id, name, type and length, coded (Y/N), mandatory (Y/N). */
export interface Row<Id extends string = string, T = unknown, Mandatory extends 'Y' | 'N' = 'Y' | 'N'> {
  readonly no: number;
  readonly id: Id;
  readonly name: string;
  readonly type: FieldType<T>;
  readonly coded: 'Y' | 'N';
  readonly mandatory: Mandatory;
  /** `personal` is masked in logs, `secret` never stands in one. */
  readonly privacy: 'open' | 'personal' | 'secret';
}

type Simplify<T> = { [K in keyof T]: T[K] };
type TypeOfRow<R> = R extends Row<string, infer T> ? T : never;
export type FieldsOf<Rows extends readonly Row[]> = Simplify<
  { [R in Extract<Rows[number], { mandatory: 'Y' }> as R['id']]: TypeOfRow<R> } & {
    [R in Extract<Rows[number], { mandatory: 'N' }> as R['id']]?: TypeOfRow<R>;
  }
>;

/** A table of the standard (or of ours) as code: what may stand in `data`. */
export interface Shape<T> {
  /** Table of the standard such as `A.4`, or `openec` where the standard gives none. */
  readonly table: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** Carries the type; never set. */
  readonly fields?: T;
}

/** The JavaScript type of what a shape describes. */
export type ShapeType<S> = S extends Shape<infer T> ? T : never;

// oxlint-disable-next-line typescript/no-explicit-any -- the variance of FieldType<T> cannot be said otherwise in a constraint
type AnyRow = Row<string, any>;

/** Declares a table. */
export function shape<const Rows extends readonly AnyRow[]>(table: string, title: string, rows: Rows): Shape<FieldsOf<Rows>> {
  return { table, title, rows };
}

/** Declares a row: number, id, name, type, coded, mandatory, and how private the value is. */
export function row<const Id extends string, T, const Mandatory extends 'Y' | 'N'>(
  no: number, id: Id, name: string, type: FieldType<T>, coded: 'Y' | 'N', mandatory: Mandatory, privacy: Row['privacy'] = 'open',
): Row<Id, T, Mandatory> {
  return { no, id, name, type, coded, mandatory, privacy };
}

/** Text of at most `length` characters (code points), optionally with a stricter form. */
export function C(length: number): FieldType<string>;
export function C<T extends string>(length: number, parse?: TextParser<T>): FieldType<T>;
export function C<T extends string = string>(length: number, parse?: TextParser<T>): FieldType<T> {
  return {
    type: 'C', length, form: parse?.form,
    read(value) {
      if (typeof value !== 'string') throw new FormatError('must be text');
      if (isLonger(value, length)) throw new FormatError(`longer than ${length} characters`);
      return parse ? parse(value) : (value as T);
    },
    write: (value) => value,
  };
}

/** One of a few words, spelled exactly so. */
export function oneOf<T extends string>(length: number, values: readonly T[]): FieldType<T> {
  const known = C(length, (text) => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new FormatError(`one of ${values.join(', ')}`);
    return found;
  });
  return { ...known, values };
}

/** Counted in code points; a code point is one or two UTF-16 units, so most texts need no counting. */
function isLonger(text: string, length: number): boolean {
  return text.length > 2 * length || (text.length > length && [...text].length > length);
}

/** A whole number written without fraction or exponent, between the bounds. */
export function N(least = 0, most = Number.MAX_SAFE_INTEGER): FieldType<number> {
  return {
    type: 'N', length: undefined, least, most,
    read(value) {
      const number = value instanceof NumberLexeme && /^(?:0|-?[1-9]\d{0,15})$/.test(value.text) ? Number(value.text) : Number.NaN;
      if (!Number.isSafeInteger(number) || number < least || number > most) throw new FormatError(`must be a whole number from ${least} to ${most}`);
      return number;
    },
    write: (value) => new NumberLexeme(String(value)),
  };
}

/** JSON true or false. */
export const B: FieldType<boolean> = {
  type: 'B', length: undefined,
  read(value) {
    if (typeof value !== 'boolean') throw new FormatError('must be true or false');
    return value;
  },
  write: (value) => value,
};

/** An object with its own table. */
export function nested<T>(of: Shape<T>): FieldType<T> {
  return {
    type: 'Json', length: undefined, inner: of,
    read(value, path, faults) {
      if (!isLexicalObject(value)) throw new FormatError('must be an object');
      return readFields(of, value, path, faults) as T;
    },
    write: (value) => writeShape(of, value),
  };
}

/** A list of `least` to `most` values of one type. */
export function listOf<T>(item: FieldType<T>, most: number, least = 0): FieldType<T[]> {
  return {
    type: 'Json', length: most, inner: item.inner, item,
    read(value, path, faults) {
      if (!Array.isArray(value)) throw new FormatError('must be a list');
      if (value.length > most) throw new FormatError(`more than ${most} entries`);
      if (value.length < least) throw new FormatError(`fewer than ${least} entries`);
      return value.map((each, index) => readPresent(item, each, `${path}[${index}]`, faults) as T);
    },
    write: (values) => values.map((each) => item.write(each)),
  };
}

/** Reads an object by its table; every fault is found before `-2` is thrown, each naming its field below `path`. */
export function readShape<T>(of: Shape<T>, value: LexicalObject, path: string): T {
  const faults: FieldFault[] = [];
  const fields = readFields(of, value, path, faults);
  if (faults.length > 0) throw refuse('badRequest', { faults });
  return fields as T;
}

/** As `readShape`, but notes every fault in `faults` and leaves the field out, for a reader that has more to check before it refuses. */
export function readFields<T>(of: Shape<T>, value: LexicalObject, path: string, faults: FieldFault[]): Partial<T> {
  const fields: Record<string, unknown> = {};
  const under = (id: string): string => (path === '' ? id : `${path}.${id}`);
  const known = new Set(of.rows.map((each) => each.id));
  for (const each of of.rows) {
    const field = readField(each, value[each.id], under(each.id), faults);
    if (field !== undefined) fields[each.id] = field;
  }
  for (const id of Object.keys(value)) if (!known.has(id)) faults.push({ field: under(shortened(id)), reason: 'unknown field' });
  return fields as Partial<T>;
}

/** The start of a name somebody else chose, never half a surrogate pair: no signed answer could carry that. */
const shortened = (name: string): string => /^.{0,40}/su.exec(name)?.[0] ?? '';

/** An empty text says "nothing", as in the signature rule that leaves it out. */
export function isNothing(value: LexicalValue | undefined): value is null | '' | undefined {
  return value === undefined || value === null || value === '';
}

function readField(of: Row, value: LexicalValue | undefined, field: string, faults: FieldFault[]): unknown {
  return of.mandatory === 'N' && isNothing(value) ? undefined : readPresent(of.type, value, field, faults);
}

/** A value that must stand there; where it does not, or has the wrong form, undefined and a fault. */
function readPresent<T>(type: FieldType<T>, value: LexicalValue | undefined, field: string, faults: FieldFault[]): T | undefined {
  if (isNothing(value)) {
    faults.push({ field, reason: value === '' ? 'must not be empty' : 'is mandatory' });
    return undefined;
  }
  try {
    return type.read(value, field, faults);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    faults.push({ field, reason: error.rule });
    return undefined;
  }
}

/** Writes an object by its table: rows in order, nothing else, an absent optional value as null (clients expect every field to stand there). */
export function writeShape<T>(of: Shape<T>, value: T): LexicalObject {
  const members = lexicalObject();
  for (const each of of.rows) {
    const field = (value as Record<string, unknown>)[each.id];
    const absent = field === undefined || field === null;
    if (absent && each.mandatory === 'Y') throw new TypeError(`${of.title}: ${each.id} is missing`);
    members[each.id] = absent ? null : each.type.write(field);
  }
  return members;
}
