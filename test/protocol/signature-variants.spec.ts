import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalForms, documentedForm, type CanonicalForm } from '../../src/protocol/canonical-form.js';
import type { EncDataSpelling } from '../../src/protocol/encrypted-data.js';
import { writeLexicalJson } from '../../src/protocol/lexical-json.js';
import { documentedManner, type Manner } from '../../src/protocol/manner.js';
import { openRequest, type Opened } from '../../src/protocol/open.js';
import { openResponse } from '../../src/protocol/open-response.js';
import { sealRequest, sealResponse } from '../../src/protocol/seal.js';
import type { SignatureSpelling } from '../../src/protocol/signature-spelling.js';
import { anyData } from './any-json.js';
import { bytes, countingKeys, gate, hospitalKeys, memoryOfForms, NOW, provinceKeys, referenceKeys, refusalFrom } from './parties.js';
import { cleaned, fromJson, json, num, obj, opened, spelled, stringToSign, written, type Json, type Obj } from './reference-writer.mjs';

const signTypes = ['SM2', 'SM3'] as const;
const encTypes = ['plain', 'SM4', 'SM2'] as const;
const travels = signTypes.flatMap((signType) => encTypes.map((encType) => ({ signType, encType })));
type Travel = (typeof travels)[number];

const manner = (changes: Partial<Manner> = {}): Manner => ({ ...documentedManner, ...changes });
const withForm = (choices: Partial<CanonicalForm>): Manner => manner({ form: { ...documentedForm, ...choices } });

/** A request as a client writes it that has nothing of our code. */
function request(data: Obj, { signType, encType }: Travel, how: Manner, changes: Record<string, Json> = {}): string {
  const head = { appId: referenceKeys.appId, version: '1.0.0', encType, signType, transType: 'ec.query', timestamp: String(NOW), requestId: 'r-1', ...changes };
  return written({ members: Object.entries(head), data, keys: referenceKeys, manner: how }).body;
}

const open = (body: string, forms = memoryOfForms(), keys = provinceKeys): Promise<Opened<never>> => openRequest(bytes(body), gate({ forms, keys })) as never;
const telling = obj(['userName', '甄测试'], ['b', num('1.50')], ['B', true], ['a', obj(['y', ''], ['x', num('12345678901234567890')])], ['list', []], ['note', '']);

/** Every value of every choice, and some together. */
const rows: [what: string, choices: Partial<CanonicalForm>][] = [
  ['numbers as they are', {}], ['numbers as text at the first level', { scalars: 'text-first' }], ['numbers as text everywhere', { scalars: 'text' }],
  ['only the first level sorted and cleaned', { depth: 'first' }], ['sorted without regard to case', { order: 'caseless' }],
  ['empty texts signed', { emptyText: 'kept' }], ['empty lists and objects left out', { hollow: 'dropped' }], ['the cipher text signed', { data: 'cipher' }],
  ['all of it', { scalars: 'text', order: 'caseless', emptyText: 'kept', hollow: 'dropped' }],
];

describe.each(rows)('a request with %s', (_what, choices) => {
  const how = withForm(choices);

  it.each(travels)('is opened, signed $signType, data $encType, and its answer can be read by its sender', async (travel) => {
    const { data, manner: seen } = await open(request(telling, travel, how));
    expect(writeLexicalJson(data)).toBe(json(telling));
    const parts = { ...travel, orgId: 'H1', code: 0, message: '成功', timestamp: NOW, requestId: 'r-1', data };
    const answer = opened(sealResponse({ ...parts, manner: seen }, provinceKeys), referenceKeys, { ...how, encData: seen.encData });
    expect(answer).toMatchObject({ trusted: true, code: 0, ...travel, data: { userName: '甄测试' } });
  });

  it('is opened whatever its data', async () => {
    await fc.assert(fc.asyncProperty(anyData, fc.constantFrom(...travels.filter(({ encType }) => encType !== 'SM2').slice(-3)), async (data, travel) => {
      const forms = memoryOfForms([how.form]);
      expect(writeLexicalJson((await open(request(data, travel, how), forms)).data)).toBe(json(data));
      expect(forms.learned).toEqual([]);
    }), { numRuns: 25 });
  });
});

it('each of all the forms is found, and what is learned gives the same string to sign', async () => {
  const members = Object.entries({ appId: referenceKeys.appId, version: '1.0.0', encType: 'SM4', signType: 'SM3', transType: 'ec.query', timestamp: String(NOW) });
  const letter = (form: CanonicalForm) => written({ members, data: telling, keys: referenceKeys, manner: manner({ form }) });
  for (const form of canonicalForms) {
    const forms = memoryOfForms();
    await open(letter(form).body, forms);
    expect(forms.learned).toHaveLength(form === documentedForm ? 0 : 1);
    expect(letter(forms.learned[0] ?? documentedForm).stringToSign).toBe(letter(form).stringToSign);
  }
});

describe('what is seen of how a request was written', () => {
  const whole = obj(['z', '甄'], ['a', '𫝼é'], ['b', ''], ['c', null], ['d', 'x']);
  const texts: EncDataSpelling[] = (['whole', 'signed'] as const).flatMap((text) => (['utf8', 'escaped'] as const).map((nonAscii) => ({ text, nonAscii, point: '04' as const })));

  it.each(texts)('is its encrypted text: $text, $nonAscii', async (encData) => {
    const { manner: seen, data } = await open(request(obj(...whole.members, ['e', '1'], ['f', '2']), { signType: 'SM2', encType: 'SM4' }, manner({ encData })));
    expect(seen).toEqual(manner({ encData }));
    const body = sealResponse({ signType: 'SM2', encType: 'SM4', orgId: 'H1', code: 0, message: '成功', timestamp: NOW, data, manner: seen }, provinceKeys);
    const answer = opened(body, referenceKeys, manner({ encData }));
    expect(answer.trusted).toBe(true);
    expect(answer.plain === answer.plain?.replace(/[^ -~]/g, '')).toBe(encData.nonAscii === 'escaped');
    expect(answer.data).toEqual(JSON.parse(json(encData.text === 'signed' ? cleaned(fromJson(writeLexicalJson(data)) as Obj, documentedForm) : fromJson(writeLexicalJson(data)))));
  });

  it.each(['04', 'bare'] as const)('is the point of its SM2 cipher text: %s', async (point) => {
    const encData = { ...documentedManner.encData, point };
    const travel = { signType: 'SM2', encType: 'SM2' } as const;
    const { manner: seen, data } = await open(request(whole, travel, manner({ encData })));
    expect(seen.encData.point).toBe(point);
    const body = sealResponse({ ...travel, orgId: 'H1', code: 0, message: '成功', timestamp: NOW, data, manner: seen }, provinceKeys);
    expect(opened(body, referenceKeys, manner({ encData }))).toMatchObject({ trusted: true, data: { z: '甄' } });
  });

  it.each<SignatureSpelling>(['raw', 'der', 'hex-text'])('is its signature: %s', async (signature) => {
    expect((await open(request(whole, { signType: 'SM2', encType: 'plain' }, manner({ signature })))).manner).toEqual(manner({ signature }));
  });

  it('is no signature short of a zero byte, which could be read by nobody: the answer has it', async () => {
    const padded = request(whole, { signType: 'SM2', encType: 'plain' }, manner());
    const { signData } = JSON.parse(padded) as { signData: string };
    const text = stringToSign(fromJson(padded) as Obj, whole, referenceKeys.appSecret, documentedForm);
    const { keys, verified } = countingKeys();
    const { manner: seen } = await open(padded.replace(signData, shortSignature(text)), memoryOfForms(), keys);
    expect(seen).toEqual(documentedManner);
    expect(verified()).toBeLessThanOrEqual(3);
  });

  it('is no spelling by chance: three members in order are no sign', async () => {
    const { manner: seen } = await open(request(obj(['a', '1'], ['b', '2'], ['c', '3']), { signType: 'SM2', encType: 'SM4' }, manner()));
    expect(seen).toEqual(documentedManner);
  });

  it('takes encData in small letters', async () => {
    const body = request(whole, { signType: 'SM3', encType: 'SM4' }, manner()).replace(/"encData":"([0-9A-F]+)"/, (all) => all.toLowerCase().replace('encdata', 'encData'));
    expect(writeLexicalJson((await open(body)).data)).toBe(json(whole));
  });
});

/** A signature of the hospital in which r or s lacks its zero byte. */
function shortSignature(text: string): string {
  for (;;) {
    const raw = hospitalKeys.engine.sign(hospitalKeys.signWith, bytes(text)).toString('hex');
    const signData = spelled(raw, 'unpadded');
    if (Buffer.from(signData, 'base64').length < 64) return signData;
  }
}

describe('the times that clients send', () => {
  it.each<[string, Json, number]>([
    ['seconds as a number', num('1602308542'), 1602308542000], ['milliseconds as text', '1602308542543', 1602308542543], ['milliseconds as a number', num('1602308542543'), 1602308542543],
    ['yyyyMMddHHmmss as text', '20201010134222', 1602308542000], ['yyyyMMddHHmmss as a number', num('20201010134222'), 1602308542000], ['seconds as text', '1602308542', 1602308542000],
  ])('are signed as they stand: %s', async (_what, timestamp, expected) => {
    for (const { form } of [manner(), withForm({ scalars: 'text' })]) {
      expect((await open(request(telling, { signType: 'SM2', encType: 'plain' }, manner({ form }), { timestamp }))).envelope.timestamp).toBe(expected);
    }
  });
});

describe('an application that is held to the documented form', () => {
  const strictly = (body: string) => openRequest(bytes(body), gate());

  it.each(rows.slice(1))('is refused with %s', async (_what, choices) => {
    expect((await refusalFrom(() => strictly(request(telling, { signType: 'SM2', encType: 'SM4' }, withForm(choices))))).returnCode.name).toBe('signatureInvalid');
  });

  it('may write its signature raw or in DER, and in no mistaken way', async () => {
    for (const signature of ['raw', 'der'] as const) await strictly(request(telling, { signType: 'SM2', encType: 'plain' }, manner({ signature })));
    const { keys, verified } = countingKeys();
    const mistaken = request(telling, { signType: 'SM2', encType: 'plain' }, manner({ signature: 'hex-text' }));
    expect((await refusalFrom(() => openRequest(bytes(mistaken), gate({ keys })))).returnCode.name).toBe('signatureInvalid');
    expect(verified()).toBe(0);
  });
});

describe('our client, told a manner', () => {
  it.each(rows)('writes a request with %s as the reference reads it, and believes the answer in the same form only', async (_what, choices) => {
    for (const travel of travels) {
      const how = { ...withForm(choices), signature: 'hex-text' as const };
      const data = (await open(request(telling, travel, how))).data;
      const body = sealRequest({ ...travel, transType: 'ec.query', timestamp: NOW, requestId: 'r-1', data, manner: how }, hospitalKeys);
      expect(opened(body, { ...referenceKeys, ...hospitalAsSeenByProvince }, how).trusted).toBe(true);
      const answer = bytes(sealResponse({ ...travel, orgId: 'H1', code: 0, message: '成功', timestamp: NOW, requestId: 'r-1', data, manner: how }, provinceKeys));
      const asked = { signType: travel.signType, requestId: 'r-1' };
      expect(openResponse(answer, hospitalKeys, { ...asked, manner: how }).trusted).toBe(true);
      const differs = Object.keys(choices).length > 0 && !(choices.data === 'cipher' && travel.encType === 'plain');
      if (differs || travel.signType === 'SM2') expect(openResponse(answer, hospitalKeys, asked).trusted).toBe(false);
    }
  });
});

const hospitalAsSeenByProvince = {
  privateKey: provinceKeys.signWith.scalar.toString('hex'), otherPublicKey: hospitalKeys.signWith.publicKey.point.toString('hex'),
};
