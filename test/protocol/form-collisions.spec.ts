import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalForms, coversOpenContent, documentedForm, type CanonicalForm } from '../../src/protocol/canonical-form.js';
import { NumberLexeme } from '../../src/protocol/lexical-json.js';
import { documentedManner } from '../../src/protocol/manner.js';
import { openRequest } from '../../src/protocol/open.js';
import { Refusal } from '../../src/protocol/refusal.js';
import type { Row } from '../../src/protocol/shape.js';
import { catalogue, transactions } from '../../src/protocol/transactions/index.js';
import { anyData } from './any-json.js';
import { bytes, faultsOf, gate, memoryOfForms, NOW, referenceKeys, refusalFrom } from './parties.js';
import { cleaned, json, num, obj, written, type Json, type Obj } from './reference-writer.mjs';

/** All that no form may lose: a number or a truth value may have become its letters, members that say nothing may have come and gone, order is none. */
const coarse: CanonicalForm = { scalars: 'text', depth: 'deep', order: 'ascii', emptyText: 'dropped', hollow: 'dropped', data: 'plain' };
const saidBy = (data: Obj, form: CanonicalForm): string => json(cleaned(data, form));

const head = { appId: referenceKeys.appId, version: '1.0.0', encType: 'plain', signType: 'SM3', transType: 'ec.query', timestamp: String(NOW), requestId: 'r-1' };
const letter = (data: Obj, form: CanonicalForm) => written({ members: Object.entries(head), data, keys: referenceKeys, manner: { ...documentedManner, form } });

/** The request with other data or members under the signature it had. */
function forged(signData: string, data: Obj, changes: Record<string, Json> = {}): string {
  return json(obj(...Object.entries({ ...head, ...changes }), ['data', data], ['signData', signData]));
}

const isTaken = async (body: string, forms?: ReturnType<typeof memoryOfForms>): Promise<boolean> => {
  try {
    await openRequest(bytes(body), gate({ forms, profile: { signTypes: ['SM3'], encTypes: ['plain'] } }));
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return false;
  }
};

/** Every way to change a value at one place, putting `other` in. */
function changesOf(value: Json, other: Json): Json[] {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return list.flatMap((each, at) => [
      ...[other, ...changesOf(each, other)].map((put) => list.with(at, put)), list.toSpliced(at, 1), list.toSpliced(at, 0, other), list.toSpliced(at, 2, ...list.slice(at, at + 2).toReversed()),
    ]);
  }
  if (isObject(value)) return changesOfMembers(value, other);
  const letters = typeof value === 'string' ? value : json(value);
  return [letters, `${letters}0`, num(/^-?(0|[1-9]\d{0,9})(\.\d+)?$/.test(letters) ? letters : '7'), letters === 'true', null, ''];
}

function changesOfMembers({ members }: Obj, other: Json): Obj[] {
  const names = new Set(members.map(([name]) => name));
  const free = ['x', 'y', 'z', 'q', 'w', 'v', 'u'].find((name) => !names.has(name)) ?? 'fresh';
  const changed = members.flatMap(([name, each], at) => [
    ...[other, ...changesOf(each, other)].map((put) => members.with(at, [name, put])), members.toSpliced(at, 1), members.with(at, [free, each]),
  ]);
  return [...changed, [...members, [free, other] as const]].map((each) => obj(...each));
}

const isObject = (value: Json): value is Obj => typeof value === 'object' && value !== null && 'members' in value;

describe('a request changed at one place', () => {
  const anyOther = anyData.map(({ members: [first] }) => first?.[1] ?? num('1'));

  it('is taken under no form if it says anything else', async () => {
    let taken = 0;
    await fc.assert(fc.asyncProperty(anyData, anyOther, fc.constantFrom(...canonicalForms), async (data, other, form) => {
      const { signData } = letter(data, form);
      for (const changed of changesOf(data, other) as Obj[]) {
        if (!(await isTaken(forged(signData, changed), memoryOfForms([form])))) continue;
        taken += 1;
        expect(saidBy(changed, coarse)).toBe(saidBy(data, coarse));
      }
    }), { numRuns: 60 });
    expect(taken).toBeGreaterThan(0);
  }, 120_000);

  it('is taken in strict mode if nothing but order and members that say nothing were changed', async () => {
    await fc.assert(fc.asyncProperty(anyData, anyOther, async (data, other) => {
      const { signData } = letter(data, documentedForm);
      for (const changed of changesOf(data, other) as Obj[]) {
        if (await isTaken(forged(signData, changed))) expect(saidBy(changed, documentedForm)).toBe(saidBy(data, documentedForm));
      }
    }), { numRuns: 60 });
  }, 120_000);

  it('is taken with no other member beside the data, however the text is cut', async () => {
    const data = obj(['a', '1'], ['n', num('1')]);
    const taken: unknown[] = [];
    const pieces = ['', null, 'X', 'X&requestId=r-1', 'ec.query&version=1.0.0', '1.0.0&key=', num('1'), `${referenceKeys.appId}&data={"a":"1","n":1}`];
    for (const form of canonicalForms) {
      const { signData } = letter(data, form);
      for (const name of [...Object.keys(head), 'orgId', 'appCode']) {
        for (const put of pieces) {
          if (await isTaken(forged(signData, data, { [name]: put }), memoryOfForms([form]))) taken.push({ name, put });
        }
      }
    }
    // Members that were not there and say nothing may be put there; nothing else.
    expect(new Set(taken.map((each) => JSON.stringify(each)))).toEqual(new Set(['orgId', 'appCode'].flatMap((name) => ['', null].map((put) => JSON.stringify({ name, put })))));
  });
});

describe('what a form does not tell apart', () => {
  const open = catalogue.filter(({ callers }) => callers.includes('channel') || callers.includes('institution'));
  const fields = open.flatMap(({ transType, input }) => input.rows.map((row: Row) => ({ field: `${transType} ${row.id}`, row })));

  it('is told apart by every table that channels and institutions fill in, or means the same in it', () => {
    const closed = fields.filter(({ row }) => row.type.open !== true);
    expect(closed.length).toBeGreaterThan(80);
    for (const { field, row: { type } } of closed) {
      const wrong = { C: [new NumberLexeme('1'), true, {}, []], N: ['1', 'true', {}, []], B: ['true', 'false', {}, []], Json: undefined }[type.type];
      expect([field, wrong]).not.toEqual([field, undefined]);
      for (const value of wrong ?? []) expect(() => type.read(value, field, [])).toThrow('expected');
    }
  });

  it('stands nowhere but in what is handed on unread', () => {
    expect(fields.filter(({ row }) => row.type.open === true).map(({ field }) => field)).toEqual(['ec.business.handle content']);
  });

  const business = (content: Obj): Obj => obj(['orgId', 'H1'], ['ecToken', 'T'], ['businessType', '01101'], ['institutionSerialNo', 'S'], ['content', content]);
  const read = async (content: Obj, form: CanonicalForm): Promise<string | undefined> => {
    const opened = await openRequest(bytes(letter(business(content), form).body), gate({ forms: memoryOfForms() }));
    return opened.as(transactions.handleBusiness.input).data.content;
  };

  it('is there refused in a form that does not cover it', async () => {
    const content = obj(['amount', num('1')], ['list', []]);
    const covering = new Set(canonicalForms.filter(coversOpenContent).map((form) => letter(business(content), form).stringToSign));
    const outcomes = { taken: 0, refused: 0 };
    for (const form of canonicalForms) {
      if (covering.has(letter(business(content), form).stringToSign)) {
        outcomes.taken += 1;
        expect(await read(content, form)).toBe(json(content));
      } else {
        outcomes.refused += 1;
        expect(faultsOf(await refusalFrom(() => read(content, form)))).toEqual(['data.content: must be signed with its numbers, truth values and empty lists as they are']);
      }
    }
    expect(outcomes).toEqual({ taken: 48, refused: 32 });
  });

  it('is there left out where the documented form does not cover it either', async () => {
    expect(await read(obj(['z', ''], ['a', obj(['b', null], ['c', [null, '']])], ['10', num('1')], ['9', false]), documentedForm)).toBe('{"a":{"c":[null,""]},"10":1,"9":false}');
  });
});
