import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/protocol/identifiers.js';
import { lexicalOf, NumberLexeme, parseLexicalJson, writeLexicalJson, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { B, C, listOf, N, nested, readShape, row, shape, writeShape, type FieldType, type ShapeType } from '../../src/protocol/shape.js';
import { faultsOf, refusalFrom } from './parties.js';

const even = (text: string): string => {
  if (text.length % 2 !== 0) throw new FormatError('an even number of letters');
  return text;
};

const placeShape = shape('openec', '参保地', [
  row(1, 'area', '统筹区', C(6), 'N', 'Y'),
  row(2, 'since', '起始', N(0, 9), 'N', 'N'),
]);

const everything = shape('openec', '一切', [
  row(1, 'name',   '姓名', C(3),                        'N', 'Y', 'personal'),
  row(2, 'pairs',  '成对', C(10, even),                 'N', 'N'),
  row(3, 'count',  '次数', N(1, 100),                   'N', 'N'),
  row(4, 'yes',    '是否', B,                           'N', 'N'),
  row(5, 'place',  '地方', nested(placeShape),          'N', 'N'),
  row(6, 'places', '各地', listOf(nested(placeShape), 3), 'N', 'N'),
  row(7, 'words',  '字词', listOf(C(4, even), 2, 1),    'N', 'N'),
]);
type Everything = ShapeType<typeof everything>;

const object = (source: string): LexicalObject => parseLexicalJson(source) as LexicalObject;
const read = (source: string): Everything => readShape(everything, object(source), 'data');
const faults = async (source: string): Promise<string[]> => {
  const refusal = await refusalFrom(() => read(source));
  expect(refusal.returnCode.name).toBe('badRequest');
  return faultsOf(refusal);
};

/** What a single value is read to, or the fault it causes. */
function readAs<T>(type: FieldType<T>, source: string): T | string {
  try {
    return type.read(parseLexicalJson(source), 'x', []);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return (error as FormatError).rule;
  }
}

describe('readShape', () => {
  it('reads every type of field', () => {
    const source = '{"name":"甄测试","pairs":"ab","count":7,"yes":false,"place":{"area":"350200","since":0},"places":[{"area":"350200"}],"words":["ab","cdef"]}';
    expect(read(source)).toEqual({
      name: '甄测试', pairs: 'ab', count: 7, yes: false, place: { area: '350200', since: 0 }, places: [{ area: '350200' }], words: ['ab', 'cdef'],
    });
  });

  it('finds every fault at once, each with the path of its field', async () => {
    const source = '{"name":"","pairs":"abc","count":0,"yes":"true","place":{"since":10,"extra":1},"places":[{"area":"350200"},5,{"area":"3502000"},null],"words":["abc","ok","x"],"more":{}}';
    expect(await faults(source)).toEqual([
      'data.name: must not be empty',
      'data.pairs: an even number of letters',
      'data.count: must be a whole number from 1 to 100',
      'data.yes: must be true or false',
      'data.place.area: is mandatory',
      'data.place.since: must be a whole number from 0 to 9',
      'data.place.extra: unknown field',
      'data.places: more than 3 entries',
      'data.words: more than 2 entries',
      'data.more: unknown field',
    ]);
    expect(await faults('{"name":"x","places":[{"area":"350200"},5,{"area":"3502000"}],"words":["abc","x"]}')).toEqual([
      'data.places[1]: must be an object',
      'data.places[2].area: longer than 6 characters',
      'data.words[0]: an even number of letters',
      'data.words[1]: an even number of letters',
    ]);
  });

  it('names fields from the top where the path is empty', async () => {
    expect(faultsOf(await refusalFrom(() => readShape(placeShape, object('{"other":1}'), '')))).toEqual(['area: is mandatory', 'other: unknown field']);
  });

  it('takes empty text and null for absent: in an optional field nothing, in a mandatory one a fault', async () => {
    expect(read('{"name":"甄","pairs":"","count":"","yes":null,"place":"","places":null,"words":""}')).toEqual({ name: '甄' });
    expect(await faults('{"name":""}')).toEqual(['data.name: must not be empty']);
    expect(await faults('{"name":null}')).toEqual(['data.name: is mandatory']);
    expect(await faults('{}')).toEqual(['data.name: is mandatory']);
    expect(await faults('{"name":"甄","words":["",null]}')).toEqual(['data.words[0]: must not be empty', 'data.words[1]: is mandatory']);
  });

  it('bounds lists on both sides', async () => {
    expect(read('{"name":"甄","places":[],"words":["ab"]}')).toEqual({ name: '甄', places: [], words: ['ab'] });
    expect(await faults('{"name":"甄","words":[]}')).toEqual(['data.words: fewer than 1 entries']);
    expect(await faults('{"name":"甄","words":{"0":"ab"}}')).toEqual(['data.words: must be a list']);
  });

  it('treats members of the prototype chain as unknown, not as known', async () => {
    expect(await faults('{"name":"甄","__proto__":{"area":1},"constructor":1}')).toEqual(['data.__proto__: unknown field', 'data.constructor: unknown field']);
    expect(await faults('{"__proto__":{"name":"甄"}}')).toEqual(['data.name: is mandatory', 'data.__proto__: unknown field']);
  });

  it('shows at most 50 faults and 40 characters of a name that is not ours, never half a character', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `"m${index}":1`).join(',');
    const shown = await faults(`{${many}}`);
    expect(shown).toHaveLength(50);
    expect(shown[0]).toBe('data.name: is mandatory');
    const [, long] = await faults(`{"${'x'.repeat(39)}${'😀'.repeat(10)}":1}`);
    expect(long).toBe(`data.${'x'.repeat(39)}😀: unknown field`);
    expect(parseLexicalJson(JSON.stringify(long))).toBe(long);
  });

  it('does not take a programming fault for a fault of the caller', () => {
    const broken = shape('openec', '坏', [row(1, 'a', '甲', C(3, () => { throw new TypeError('ours'); }), 'N', 'Y')]);
    expect(() => readShape(broken, object('{"a":"x"}'), 'data')).toThrow(TypeError);
  });
});

describe('C', () => {
  it('counts code points: a rare character beyond the basic plane is one', () => {
    expect(readAs(C(3), '"𫝼𠮷𬭼"')).toBe('𫝼𠮷𬭼');
    expect(readAs(C(3), '"𫝼𠮷𬭼𰻝"')).toBe('longer than 3 characters');
    expect(readAs(C(3), '"abcd"')).toBe('longer than 3 characters');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 12 }), (text, length) => {
      expect(readAs(C(length), JSON.stringify(text))).toBe([...text].length <= length ? text : `longer than ${length} characters`);
    }));
  });

  it.each(['1', 'true', '{}', '[]'])('takes text only, not %s', (source) => {
    expect(readAs(C(9), source)).toBe('must be text');
  });
});

describe('N and B', () => {
  it.each([['1', 1], ['100', 100], ['9007199254740991', 9007199254740991], ['-5', -5], ['0', 0]])('reads %s', (source, value) => {
    expect(readAs(N(-10), source)).toBe(value);
  });

  it.each(['1.0', '1e2', '-0', '9007199254740992', '99999999999999999', '1e400', '"1"', 'true', '-11'])('refuses %s', (source) => {
    expect(readAs(N(-10), source)).toBe(`must be a whole number from -10 to ${Number.MAX_SAFE_INTEGER}`);
  });

  it.each(['"true"', '1', '0', '"false"'])('takes true and false only, not %s', (source) => {
    expect(readAs(B, source)).toBe('must be true or false');
  });
});

describe('writeShape', () => {
  it('writes the rows in order and nothing else, null for what is absent', () => {
    const value = { words: ['ab'], name: '甄', place: { area: '350200' }, unknown: 1 } as Everything;
    expect(writeLexicalJson(writeShape(everything, value)))
      .toBe('{"name":"甄","pairs":null,"count":null,"yes":null,"place":{"area":"350200","since":null},"places":null,"words":["ab"]}');
  });

  it('writes numbers and booleans as such', () => {
    expect(writeShape(everything, { name: '甄', count: 7, yes: false })).toMatchObject({ count: new NumberLexeme('7'), yes: false });
  });

  it('does not write an answer without a mandatory field', () => {
    expect(() => writeShape(everything, {} as Everything)).toThrow('name is missing');
    expect(() => writeShape(everything, JSON.parse('{"name":null}') as Everything)).toThrow('name is missing');
    expect(() => writeShape(everything, { name: '甄', places: [{}] } as Everything)).toThrow('area is missing');
  });

  it('is undone by readShape', () => {
    const place = fc.record({ area: fc.stringMatching(/^\d{6}$/), since: fc.nat({ max: 9 }) }, { requiredKeys: ['area'] });
    const value = fc.record({
      name: fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), count: fc.integer({ min: 1, max: 100 }), yes: fc.boolean(),
      place, places: fc.array(place, { maxLength: 3 }), words: fc.array(fc.constantFrom('ab', 'cdef'), { minLength: 1, maxLength: 2 }),
    }, { requiredKeys: ['name'] });
    fc.assert(fc.property(value, (each) => {
      expect(readShape(everything, writeShape(everything, each), 'data')).toEqual(each);
      expect(readShape(everything, lexicalOf(each) as LexicalObject, 'data')).toEqual(each);
    }));
  });
});
