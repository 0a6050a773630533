import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLexicalObject, lexicalOf, NumberLexeme, parseLexicalJson, writeLexicalJson, type LexicalObject, type LexicalValue } from '../../src/protocol/lexical-json.js';
import { canonicalJson, signingString } from '../../src/protocol/signing-string.js';
import { golden, loadVectors } from './parties.js';

interface Vectors { appSecret: string; cases: { because: string; message: string; data?: string; expected: string }[] }
const { appSecret, cases } = loadVectors<Vectors>('signing-string');
const object = (source: string): LexicalObject => parseLexicalJson(source) as LexicalObject;
const members = (fields: object): LexicalObject => lexicalOf(fields) as LexicalObject;

const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(null), fc.constant(''), fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,3})?$/).map((text) => new NumberLexeme(text)));
const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('a', 'B', '10', '9', '__proto__', 'constructor'));
const { value, data } = fc.letrec<{ value: LexicalValue; data: LexicalObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('data')),
  data: fc.uniqueArray(fc.tuple(name, tie('value')), { maxLength: 5, selector: ([key]) => key }).map((pairs) => fromPairs(pairs)),
}));

function fromPairs(pairs: readonly (readonly [string, LexicalValue])[]): LexicalObject {
  const result = Object.create(null) as LexicalObject;
  for (const [key, each] of pairs) result[key] = each;
  return result;
}

/** The same object, its members set the other way round at every level, with further members that say nothing. */
function disturbed(each: LexicalValue): LexicalValue {
  if (Array.isArray(each)) return each.map(disturbed);
  if (!isLexicalObject(each)) return each;
  const pairs = Object.keys(each).toReversed().map((key) => [key, disturbed(each[key])] as const);
  return fromPairs([['zz-null', null], ...pairs, ['00-empty', '']]);
}

/** The rule again, said differently: an independent reading for objects whose leaves are text. */
function byTheRule(each: unknown): unknown {
  if (Array.isArray(each)) return each.map(byTheRule);
  if (typeof each !== 'object' || each === null) return each;
  const kept = Object.entries(each).filter(([, member]) => member !== null && member !== '');
  return Object.fromEntries(kept.toSorted(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right))).map(([key, member]) => [key, byTheRule(member)]));
}

describe('the string to sign', () => {
  it.each(cases)('$because', ({ message, data: plain, expected }) => {
    expect(signingString(object(message), plain === undefined ? undefined : object(plain), appSecret)).toBe(expected);
  });

  it('is what the golden signatures were made over', () => {
    for (const { body, stringToSign } of [golden.sm3, golden.sm2]) {
      expect(signingString(object(body), object(golden.data), golden.appSecret)).toBe(stringToSign);
    }
    expect(canonicalJson(object(golden.data))).toBe(golden.canonicalData);
  });

  it('is the same for data in clear and for data in encData', () => {
    fc.assert(fc.property(data, (plain) => {
      const clear = fromPairs([['appId', 'APP'], ['data', plain]]);
      const encrypted = fromPairs([['encData', 'FF00'], ['appId', 'APP']]);
      expect(signingString(encrypted, plain, 'S')).toBe(signingString(clear, plain, 'S'));
      expect(signingString(clear, undefined, 'S')).toBe(signingString(clear, plain, 'S'));
    }));
  });

  it('does not depend on the order of members, nor on members that say nothing, at any level', () => {
    fc.assert(fc.property(data, (plain) => {
      const message = fromPairs([['b', 'x'], ['a', plain], ['data', plain]]);
      expect(signingString(disturbed(message) as LexicalObject, undefined, 'S')).toBe(signingString(message, undefined, 'S'));
    }));
  });

  it('does not depend on signData, encData and extra, whatever they hold', () => {
    fc.assert(fc.property(value, value, value, (signData, encData, extra) => {
      const around = fromPairs([['signData', signData], ['orgId', 'H1'], ['encData', encData], ['extra', extra]]);
      expect(signingString(around, fromPairs([['a', 'b']]), 'S')).toBe('data={"a":"b"}&orgId=H1&key=S');
    }));
  });

  it('is read back by JSON.parse to the cleaned and sorted data', () => {
    const texts = fc.object({ key: fc.stringMatching(/^[A-Za-z_-]{1,4}$/), values: [fc.string(), fc.constant(null)], maxDepth: 3 });
    fc.assert(fc.property(texts, (plain) => {
      expect(canonicalJson(lexicalOf(plain))).toBe(JSON.stringify(byTheRule(plain)));
    }));
  });

  it('changes with every text, number and name that says something', () => {
    const deep = (each: LexicalValue): LexicalObject => fromPairs([['list', [true, fromPairs([['each', each], ['other', 'x']])]]]);
    fc.assert(fc.property(value, value, (left, right) => {
      fc.pre(left !== null && left !== '' && canonicalJson(left) !== canonicalJson(right));
      expect(signingString(fromPairs([]), deep(left), 'S')).not.toBe(signingString(fromPairs([]), deep(right), 'S'));
    }));
    fc.assert(fc.property(data, (each) => { expect(canonicalJson(parseLexicalJson(canonicalJson(each)))).toBe(canonicalJson(each)); }));
    const sign = (fields: object): string => signingString(members(fields), members({ n: new NumberLexeme('1.5') }), 'S');
    expect(sign({ orgId: 'H1' })).not.toBe(sign({ orgId: 'H2' }));
    expect(signingString(members({}), members({ n: new NumberLexeme('1.50') }), 'S')).not.toBe(sign({}));
    expect(signingString(members({}), members({}), 'S')).not.toBe(signingString(members({}), members({}), 'T'));
  });

  it('leaves the message as it was', () => {
    const message = object(golden.sm3.body);
    const before = writeLexicalJson(message);
    signingString(message, object('{"other":1}'), 'S');
    expect(writeLexicalJson(message)).toBe(before);
  });
});
