import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalForms, coversOpenContent, departures, documentedForm, findForm, formName, type CanonicalForm } from '../../src/protocol/canonical-form.js';
import { formsThatDiffer } from '../../src/protocol/match-signature.js';
import { parseLexicalJson, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { canonicalJson, signingString } from '../../src/protocol/signing-string.js';
import { anyData } from './any-json.js';
import { json, num, obj, stringToSign, type Json, type Obj } from './reference-writer.mjs';

const lexical = (value: Json): LexicalObject => parseLexicalJson(json(value)) as LexicalObject;
const form = (choices: Partial<CanonicalForm>): CanonicalForm => ({ ...documentedForm, ...choices });
const named = canonicalForms.map((each) => ({ name: formName(each), each }));

describe('the canonical forms', () => {
  it('are every choice with every other, but for what is nested left alone and written as text', () => {
    expect(canonicalForms).toHaveLength(80);
    expect(new Set(canonicalForms.map(formName)).size).toBe(80);
    const values = Object.fromEntries(Object.keys(documentedForm).map((choice) => [choice, new Set(canonicalForms.map((each) => each[choice as keyof CanonicalForm]))]));
    expect(values).toEqual({
      scalars: new Set(['typed', 'text-first', 'text']), depth: new Set(['deep', 'first']), order: new Set(['ascii', 'caseless']),
      emptyText: new Set(['dropped', 'kept']), hollow: new Set(['kept', 'dropped']), data: new Set(['plain', 'cipher']),
    });
  });

  it('begin with the documented one, then with those that differ from it in one choice', () => {
    expect(canonicalForms[0]).toBe(documentedForm);
    expect(formName(documentedForm)).toBe('typed/deep/ascii/dropped/kept/plain');
    expect(canonicalForms.slice(1, 5).map((each) => departures(each).length)).toEqual([1, 1, 1, 1]);
    expect(departures(documentedForm)).toEqual([]);
    expect(departures(form({ depth: 'first', data: 'cipher' }))).toEqual(['depth: first', 'data: cipher']);
  });

  it('are found by their names, three of which fit the register', () => {
    for (const { name, each } of named) expect(findForm(name)).toBe(each);
    expect(findForm('typed')).toBeUndefined();
    expect(Math.max(...named.map(({ name }) => name.length)) * 3 + 2).toBeLessThanOrEqual(200);
  });

  it('cover what is handed on unread unless they write it as text or drop empty lists', () => {
    expect(canonicalForms.filter((each) => !coversOpenContent(each)).every(({ scalars, hollow }) => scalars === 'text' || hollow === 'dropped')).toBe(true);
    expect(['text-first', 'typed'].every((scalars) => coversOpenContent(form({ scalars: scalars as 'typed' })))).toBe(true);
  });
});

describe('a string to sign by hand', () => {
  const data = '{"b":1.50,"B":true,"a":{"y":"","x":2,"n":null},"e":"","l":[],"o":{},"h":{"z":null},"m":[3,null,"",{"k":""}]}';
  it.each<[Partial<CanonicalForm>, string]>([
    [{}, '{"B":true,"a":{"x":2},"b":1.50,"h":{},"l":[],"m":[3,null,"",{}],"o":{}}'],
    [{ scalars: 'text-first' }, '{"B":"true","a":{"x":2},"b":"1.50","h":{},"l":[],"m":[3,null,"",{}],"o":{}}'],
    [{ scalars: 'text' }, '{"B":"true","a":{"x":"2"},"b":"1.50","h":{},"l":[],"m":["3",null,"",{}],"o":{}}'],
    [{ depth: 'first' }, '{"B":true,"a":{"y":"","x":2,"n":null},"b":1.50,"h":{"z":null},"l":[],"m":[3,null,"",{"k":""}],"o":{}}'],
    [{ order: 'caseless' }, '{"a":{"x":2},"B":true,"b":1.50,"h":{},"l":[],"m":[3,null,"",{}],"o":{}}'],
    [{ emptyText: 'kept' }, '{"B":true,"a":{"x":2,"y":""},"b":1.50,"e":"","h":{},"l":[],"m":[3,null,"",{"k":""}],"o":{}}'],
    [{ hollow: 'dropped' }, '{"B":true,"a":{"x":2},"b":1.50,"m":[3,null,"",{}]}'],
    [{ hollow: 'dropped', depth: 'first' }, '{"B":true,"a":{"y":"","x":2,"n":null},"b":1.50,"h":{"z":null},"m":[3,null,"",{"k":""}]}'],
  ])('%j', (choices, expected) => {
    expect(canonicalJson(parseLexicalJson(data), form(choices))).toBe(expected);
  });

  it('holds the cipher text in place of the data, as it is written', () => {
    const members = lexical(obj(['z', 'Z'], ['encData', '0aFF'], ['appId', ''], ['n', num('1')]));
    expect(signingString(members, lexical(obj(['a', '1'])), 'S', form({ data: 'cipher' }))).toBe('data=0aFF&n=1&z=Z&key=S');
    expect(signingString(members, lexical(obj(['a', '1'])), 'S', form({ emptyText: 'kept' }))).toBe('appId=&data={"a":"1"}&n=1&z=Z&key=S');
    expect(signingString(lexical(obj(['encData', ''])), lexical(obj(['a', '1'])), 'S', form({ data: 'cipher' }))).toBe('data={"a":"1"}&key=S');
  });

  it('leaves nested members in the order in which they stood, those too that JavaScript would move', () => {
    const source = '{"a":{"10":1,"9":{"2":0,"1":0,"b":0,"0":0},"x":2,"1":3}}';
    expect(canonicalJson(parseLexicalJson(source), form({ depth: 'first' }))).toBe(source);
  });
});

const message = (data: Obj) => obj(['appId', 'APP'], ['B', ''], ['aB', 'x'], ['timestamp', num('20191016083145')], ['extra', obj()], ['encData', 'AB'], ['data', data]);

it.each(named)('the reference writer makes the same string, whatever the data: $name', ({ each }) => {
  fc.assert(fc.property(anyData, (data) => {
    const whole = message(data);
    expect(signingString(lexical(whole), lexical(data), 'SECRET', each)).toBe(stringToSign(whole, data, 'SECRET', each));
  }), { numRuns: 40 });
});

it('forms that need not be tried for a message give no string but those of the forms that are', () => {
  fc.assert(fc.property(anyData, fc.boolean(), (data, encrypted) => {
    const members = lexical(encrypted ? message(data) : obj(['appId', 'APP'], ['data', data]));
    const strings = (forms: readonly CanonicalForm[]): Set<string> => new Set(forms.map((each) => signingString(members, lexical(data), 'S', each)));
    const tried = formsThatDiffer(members, lexical(data));
    expect(strings(tried)).toEqual(strings(canonicalForms));
    expect(tried[0]).toBe(documentedForm);
  }), { numRuns: 300 });
});

it('a plain message of texts has one form to try', () => {
  const members = lexical(obj(['appId', 'APP'], ['orgId', 'H1'], ['timestamp', '1602308542543']));
  expect(formsThatDiffer(members, lexical(obj(['idNo', '1'], ['idType', '01'])))).toEqual([documentedForm]);
  expect(formsThatDiffer(members, lexical(obj(['totalFen', num('1')])))).toHaveLength(2);
  expect(formsThatDiffer(members, lexical(obj(['idNo', '1'], ['deviceType', ''])))).toHaveLength(2);
});
