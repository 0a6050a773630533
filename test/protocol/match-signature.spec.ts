import { describe, expect, it } from '@jest/globals';
import { sm4EcbEncrypt } from '../../src/crypto/sm4.js';
import { canonicalForms, documentedForm, formName, type CanonicalForm } from '../../src/protocol/canonical-form.js';
import { documentedManner } from '../../src/protocol/manner.js';
import { formsThatDiffer } from '../../src/protocol/match-signature.js';
import { readMembers } from '../../src/protocol/envelope.js';
import { openRequest, type KnownForms } from '../../src/protocol/open.js';
import { refuse, type Refusal } from '../../src/protocol/refusal.js';
import { bytes, countingKeys, gate, golden, hospitalKeys, memoryOfForms, NOW, referenceKeys, refusalFrom } from './parties.js';
import { num, obj, spelled, written, type Obj } from './reference-writer.mjs';

const withForm = (choices: Partial<CanonicalForm>): CanonicalForm => canonicalForms.find((each) => formName(each) === formName({ ...documentedForm, ...choices })) as CanonicalForm;
const head = { appId: referenceKeys.appId, version: '1.0.0', encType: 'plain', signType: 'SM2', transType: 'ec.query', timestamp: String(NOW) };
const body = (data: Obj, form: CanonicalForm = documentedForm): string => written({ members: Object.entries(head), data, keys: referenceKeys, manner: { ...documentedManner, form } }).body;

/** Opens and tells how many verifications it took and how often a search was asked for. */
async function cost(text: string, forms?: KnownForms, forbid?: () => void) {
  const { keys, verified } = countingKeys();
  let searches = 0;
  const beforeSearch = () => {
    searches += 1;
    forbid?.();
  };
  const code = await openRequest(bytes(text), gate({ keys, forms, beforeSearch })).then(() => 0, (error: unknown) => (error as Refusal).returnCode.code);
  return { code, verified: verified(), searches };
}

/** One where every choice makes a difference, and one where none does. */
const rich = obj(['B', num('1')], ['a', obj(['y', ''], ['B', true], ['c', obj(['x', num('2')])])], ['l', []], ['e', '']);
const poor = obj(['idNo', '1'], ['idType', '01']);
const forged = (text: string): string => text.replace(`"timestamp":"${NOW}"`, `"timestamp":"${NOW + 1}"`);

describe('a verification costs', () => {
  it('one where the form is known, whichever it is', async () => {
    for (const form of [documentedForm, withForm({ scalars: 'text', emptyText: 'kept' }), withForm({ order: 'caseless' })]) {
      expect(await cost(body(rich, form), memoryOfForms([form]))).toEqual({ code: 0, verified: 1, searches: 0 });
    }
    expect(await cost(body(rich))).toEqual({ code: 0, verified: 1, searches: 0 });
  });

  it('as many as there are likelier forms that differ where it is not', async () => {
    const differing = formsThatDiffer(readMembers(bytes(body(rich))), readMembers(bytes('{"B":1,"a":{"y":"","B":true,"c":{"x":2}},"l":[],"e":""}')));
    expect(differing).toHaveLength(40);
    for (const place of [1, 2, 7]) {
      const form = differing[place];
      expect(await cost(body(rich, form), memoryOfForms())).toEqual({ code: 0, verified: place + 1, searches: 1 });
    }
  });

  it('as many as the known forms where it is one of several', async () => {
    const known = [withForm({ scalars: 'text' }), withForm({ emptyText: 'kept' }), documentedForm];
    for (const [at, form] of known.entries()) expect(await cost(body(rich, form), memoryOfForms(known))).toEqual({ code: 0, verified: at + 1, searches: 0 });
  });

  it('never two for one string to sign, so that a forged request without choices costs one', async () => {
    expect(await cost(forged(body(poor)), memoryOfForms())).toEqual({ code: 500036, verified: 1, searches: 1 });
    expect(await cost(forged(body(rich)), memoryOfForms())).toEqual({ code: 500036, verified: 40, searches: 1 });
  });

  it('one where searching is forbidden, which is said', async () => {
    const forbid = () => { throw refuse('rateLimited'); };
    expect(await cost(forged(body(rich)), memoryOfForms(), forbid)).toEqual({ code: -6, verified: 1, searches: 1 });
    expect(await cost(body(rich, withForm({ depth: 'first' })), memoryOfForms(), forbid)).toEqual({ code: -6, verified: 1, searches: 1 });
    expect(await cost(body(rich), memoryOfForms(), forbid)).toEqual({ code: 0, verified: 1, searches: 0 });
  });

  it('one in strict mode, and there is no search', async () => {
    expect(await cost(body(rich))).toEqual({ code: 0, verified: 1, searches: 0 });
    expect(await cost(body(rich, withForm({ depth: 'first' })))).toEqual({ code: 500036, verified: 1, searches: 0 });
  });

  it('none for what is no signature', async () => {
    for (const signData of ['!', 'AAAA', Buffer.alloc(64).toString('base64'), Buffer.alloc(128, 0x67).toString('base64'), Buffer.alloc(61, 1).toString('base64')]) {
      expect(await cost(body(rich).replace(/"signData":"[^"]*"/, `"signData":"${signData}"`), memoryOfForms())).toEqual({ code: 500036, verified: 0, searches: 0 });
    }
  });

  it('at most three in each known form for a signature of which zero bytes are missing, and there is no search', async () => {
    const signData = Buffer.alloc(62, 1).toString('base64');
    const known = [withForm({ scalars: 'text' }), withForm({ emptyText: 'kept' }), documentedForm];
    expect(await cost(body(rich).replace(/"signData":"[^"]*"/, `"signData":"${signData}"`), memoryOfForms(known))).toEqual({ code: 500036, verified: 9, searches: 0 });
  });

  it('as much for cipher text that does not open as for a signature that does not match: the same search is asked for, and forbidden', async () => {
    const message = { ...head, encType: 'SM4', encData: golden.encData.slice(2), signData: spelled('11'.repeat(64), 'raw') };
    expect(await cost(JSON.stringify(message), memoryOfForms())).toMatchObject({ code: 500036, searches: 1 });
    expect(await cost(JSON.stringify(message), memoryOfForms(), () => { throw refuse('rateLimited'); })).toEqual({ code: -6, verified: 1, searches: 1 });
    expect(await cost(JSON.stringify(message))).toEqual({ code: 500036, verified: 1, searches: 0 });
    const closed = { ...message, encData: sm4EcbEncrypt(hospitalKeys.transportKey, bytes('{}')).toString('hex') };
    expect(await cost(JSON.stringify(closed))).toEqual({ code: 500036, verified: 1, searches: 0 });
  });
});

describe('what is learned', () => {
  it('is a form that was not known, once its request is verified', async () => {
    const form = withForm({ scalars: 'text-first' });
    const forms = memoryOfForms();
    await openRequest(bytes(body(rich, form)), gate({ forms }));
    expect(forms.learned.map(formName)).toEqual([formName(form)]);
  });

  it('is nothing from a known form, and nothing from a forged request', async () => {
    const forms = memoryOfForms([withForm({ depth: 'first' }), documentedForm]);
    await openRequest(bytes(body(rich)), gate({ forms }));
    await refusalFrom(() => openRequest(bytes(forged(body(rich))), gate({ forms })));
    expect(forms.learned).toEqual([]);
  });

  it('is nothing where the cipher text is signed and does not open', async () => {
    const forms = memoryOfForms();
    const letter = { members: Object.entries({ ...head, encType: 'SM4' }), data: rich, keys: referenceKeys, manner: { ...documentedManner, form: withForm({ data: 'cipher' }) } };
    const alien = { ...letter, encrypt: () => golden.encData.slice(32) };
    expect((await refusalFrom(() => openRequest(bytes(written(alien).body), gate({ forms })))).diagnosis).toMatch(/^encData does not open/);
    expect(forms.learned).toEqual([]);
    await openRequest(bytes(written(letter).body), gate({ forms }));
    expect(forms.learned).toHaveLength(1);
  });
});
