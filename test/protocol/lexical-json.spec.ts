import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isLexicalObject, lexicalObject, lexicalOf, LexicalJsonError, NumberLexeme, parseLexicalJson, writeLexicalJson, type LexicalValue,
} from '../../src/protocol/lexical-json.js';

/** A JSON text as somebody may write it, and the same text compact. */
interface Spelled { loose: string; compact: string }

const blank = fc.stringMatching(/^[ \t\r\n]{0,2}$/);
const lexeme = fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,8})?([eE][+-]?\d{1,4})?$/);
const escapedEverywhere = (text: string): string =>
  `"${[...text].map((point) => point.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')).join('')}"`;
const text: fc.Arbitrary<Spelled> = fc.tuple(fc.string({ unit: 'binary' }), fc.boolean())
  .map(([value, escaped]) => ({ loose: escaped ? escapedEverywhere(value) : JSON.stringify(value), compact: JSON.stringify(value) }));
const word = fc.oneof(lexeme, fc.constantFrom('true', 'false', 'null')).map((token) => ({ loose: token, compact: token }));
// A name like `7` would be moved to the front, as in every JavaScript object; a signed text sorts for itself.
const name = fc.string({ unit: 'binary' }).filter((each) => !/^\d+$/.test(each));

const { json } = fc.letrec<{ json: Spelled }>((tie) => ({
  json: fc.tuple(blank, fc.oneof({ maxDepth: 4 }, text, word, list(tie('json')), object(tie('json'))), blank)
    .map(([before, { loose, compact }, after]) => ({ loose: before + loose + after, compact })),
}));

function list(item: fc.Arbitrary<Spelled>): fc.Arbitrary<Spelled> {
  return fc.array(item, { maxLength: 4 }).map((items) => joined('[', items, ']'));
}

function object(member: fc.Arbitrary<Spelled>): fc.Arbitrary<Spelled> {
  return fc.uniqueArray(fc.tuple(name, member), { maxLength: 4, selector: ([each]) => each })
    .map((members) => joined('{', members.map(([key, { loose, compact }]) => ({ loose: `${JSON.stringify(key)} :${loose}`, compact: `${JSON.stringify(key)}:${compact}` })), '}'));
}

function joined(begin: string, items: Spelled[], end: string): Spelled {
  return { loose: begin + items.map((item) => item.loose).join(',') + end, compact: begin + items.map((item) => item.compact).join(',') + end };
}

const pieces = ['{', '}', '[', ']', ',', ':', '"', '"a"', '"b"', '\\', '\\u00', '\\ud800', '\\ude00', '0', '1', '-', '.', 'e', '+', 'true', 'nul', ' ', '\n', '\u00a0', '\ufeff', '\u0000', '\ud800', '__proto__', '中'];
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((each) => each.join(''));
const mutated = fc.tuple(json, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.constantFrom('', ...pieces)), { minLength: 1, maxLength: 3 }))
  .map(([{ loose }, changes]) => changes.reduce((now, [at, remove, insert]) => {
    const place = at % (now.length + 1);
    return now.slice(0, place) + insert + now.slice(place + remove);
  }, loose));

/** What JSON.parse makes of it, as text: own members only, whatever they are called. */
function plain(value: LexicalValue): unknown {
  if (value instanceof NumberLexeme) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  return isLexicalObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)])) : value;
}

function outcomeOf(parse: () => unknown): string {
  try {
    return JSON.stringify(parse());
  } catch (error) {
    return error instanceof LexicalJsonError ? `refused: ${error.reason}` : 'refused';
  }
}

const stricter = ['refused: a member stands twice', 'refused: a lone surrogate', 'refused: nested deeper than 32'];

/** Both accept with one meaning, both refuse, or we are stricter for one of three reasons. */
function expectAgreement(source: string): void {
  const ours = outcomeOf(() => plain(parseLexicalJson(source)));
  if (stricter.includes(ours)) return;
  expect(ours.startsWith('refused') ? 'refused' : ours).toBe(outcomeOf(() => JSON.parse(source)));
}

describe('lexical JSON', () => {
  it.each(['1.50', '12345678901234567890', '1e400', '-0', '0.0', '1E+2', '-1.0e-07', '0'])('keeps the number %s as it was written', (number) => {
    expect(parseLexicalJson(` ${number}\n`)).toEqual(new NumberLexeme(number));
    expect(writeLexicalJson(parseLexicalJson(`{"n" : [ ${number} ]}`))).toBe(`{"n":[${number}]}`);
  });

  it('writes compactly what it read, letter by letter', () => {
    fc.assert(fc.property(json, ({ loose, compact }) => { expect(writeLexicalJson(parseLexicalJson(loose))).toBe(compact); }), { numRuns: 300 });
    fc.assert(fc.property(fc.json({ stringUnit: 'binary' }), (compact) => { expect(writeLexicalJson(parseLexicalJson(compact))).toBe(compact); }));
  });

  it('accepts and refuses as JSON.parse does, and reads the same', () => {
    fc.assert(fc.property(mutated, expectAgreement), { numRuns: 2000 });
    fc.assert(fc.property(soup, expectAgreement), { numRuns: 2000 });
  });

  it.each([
    ['{"a":1,"a":1}', 'a member stands twice'],
    ['{"a":1,"\\u0061":2}', 'a member stands twice'],
    ['{"__proto__":1,"__proto__":2}', 'a member stands twice'],
    ['"\\ud800"', 'a lone surrogate'],
    ['{"\\udc00\\ud800":1}', 'a lone surrogate'],
    ['"\ud800x"', 'a lone surrogate'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'nested deeper than 32'],
  ])('is stricter than JSON.parse on purpose: %j', (source, reason) => {
    expect(() => { JSON.parse(source); }).not.toThrow();
    expect(outcomeOf(() => parseLexicalJson(source))).toBe(`refused: ${reason}`);
  });

  it.each([
    '', ' ', '{', '}', '[1,]', '{"a":1,}', "{'a':1}", '{a:1}', '01', '+1', '.5', '1.', '1e', '-', 'NaN', 'Infinity', 'undefined', 'True', '"\n"', '"\t"', '"\\x"', '"\\u12g4"', '"\\',
    '// c\n1', '1 2', '{"a" 1}', '{"a":}', '[,1]', '\ufeff{}', '\u00a01', '"a', 'truefalse', '{}{}',
  ])('refuses %j', (source) => {
    expect(() => parseLexicalJson(source)).toThrow(LexicalJsonError);
    expect(() => { JSON.parse(source); }).toThrow(SyntaxError);
  });

  it('says where a text stops being JSON', () => {
    expect(() => parseLexicalJson('{"a":1,}')).toThrow('a string was expected at position 7');
    expect(() => parseLexicalJson('["甄",x]')).toThrow('a JSON value was expected at position 5');
  });

  it('takes __proto__ and constructor for members like any other', () => {
    const source = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":null}';
    const value = parseLexicalJson(source);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(writeLexicalJson(value)).toBe(source);
    expect(writeLexicalJson(lexicalOf(JSON.parse(source)))).toBe(source);
    expect('__proto__' in lexicalObject()).toBe(false);
  });

  // Backtracking would need seconds or the whole stack here; both show as a failure.
  it.each(['a', '中', '𫝼', '\\n', '\\u4e2d', 'a\\n', '\\ud83d\\ude00', '\\\\'])('reads a string of a million %j, and 200,000 without an end', (unit) => {
    const closed = `"${unit.repeat(Math.ceil(1_000_000 / unit.length))}"`;
    expect(parseLexicalJson(closed)).toBe(JSON.parse(closed));
    const open = `{"a":"${unit.repeat(200_000)}`;
    expect(() => parseLexicalJson(open)).toThrow('a string was expected at position 5');
    expect(() => parseLexicalJson(`${open}\u0001"}`)).toThrow(LexicalJsonError);
  });

  it('refuses deep nesting before it costs anything', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
    expect(writeLexicalJson(parseLexicalJson(nested(32)))).toBe(nested(32));
    expect(outcomeOf(() => parseLexicalJson(nested(33)))).toBe('refused: nested deeper than 32');
    expect(outcomeOf(() => parseLexicalJson('{"a":'.repeat(500_000)))).toBe('refused: nested deeper than 32');
    expect(outcomeOf(() => parseLexicalJson('['.repeat(1_000_000)))).toBe('refused: nested deeper than 32');
  });

  it('reads many members, digits and blanks', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => `"${index}x":${index}`).join(',');
    expect(writeLexicalJson(parseLexicalJson(`{${members}}`))).toBe(`{${members}}`);
    expect(parseLexicalJson('9'.repeat(1_000_000))).toEqual(new NumberLexeme('9'.repeat(1_000_000)));
    expect(() => parseLexicalJson(`[${' '.repeat(1_000_000)}`)).toThrow(LexicalJsonError);
  });
});

describe('lexicalOf', () => {
  it('takes what JSON can say and leaves out undefined members', () => {
    expect(writeLexicalJson(lexicalOf({ a: 1.5, b: [true, null, '甄'], c: undefined, d: new NumberLexeme('1.50'), e: { f: 1e21 } })))
      .toBe('{"a":1.5,"b":[true,null,"甄"],"d":1.50,"e":{"f":1e+21}}');
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [undefined], [() => 1], [Symbol('s')], [1n], [[undefined]]])('refuses %p', (value) => {
    expect(() => lexicalOf(value)).toThrow(TypeError);
  });
});
