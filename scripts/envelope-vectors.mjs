#!/usr/bin/env node
/**
 * Writes the golden vectors of signed requests in every manner that is seen in the field:
 *
 *   node scripts/envelope-vectors.mjs [test/vectors/envelope/signature-variants.json]
 *
 * They are made by the reference writer of the tests, which shares nothing with our code but Node, with chosen random numbers: a second run writes the
 * same file. What the fields mean stands in docs/signature-forms.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { encryptedAlike, json, num, obj, spelled, stringToSign, transportKey, written } from '../test/protocol/reference-writer.mjs';

const FOLDER = new URL('../test/vectors/envelope/', import.meta.url);
const golden = JSON.parse(readFileSync(new URL('golden-request.json', FOLDER), 'utf8'));
const hexOf = (base64) => Buffer.from(base64, 'base64').toString('hex');
const pairOf = ({ privateKey, publicKey }) => ({ privateKey: hexOf(privateKey), publicKey: hexOf(publicKey) });
const { appId, appSecret, now } = golden;
const caller = pairOf(golden.hospital);
const platform = pairOf(golden.province);
const keys = { appId, appSecret, privateKey: caller.privateKey, otherPublicKey: platform.publicKey };

const documented = { scalars: 'typed', depth: 'deep', order: 'ascii', emptyText: 'dropped', hollow: 'kept', data: 'plain' };
const whole = { text: 'whole', nonAscii: 'utf8', point: '04' };

/** Invented data in which every choice makes a difference. */
const data = obj(
  ['userName', '甄测试'], ['totalFen', num('1.50')], ['Urgent', true], ['serial', num('12345678901234567890')], ['deviceType', ''], ['birthday', null],
  ['person', obj(['note', ''], ['Age', num('30')], ['10', 'b'], ['9', 'a'], ['tags', []])], ['list', [num('1'), null, '', obj(['z', ''], ['y', false])]],
  ['nothing', obj()], ['rare', '𫝼"\\/\n'],
);

/** Values of all choices with every other: what is nested is left alone or written as text, not both. */
const allForms = ['typed', 'text-first', 'text'].flatMap((scalars) => ['deep', 'first'].flatMap((depth) => ['ascii', 'caseless'].flatMap((order) => (
  ['dropped', 'kept'].flatMap((emptyText) => ['kept', 'dropped'].flatMap((hollow) => ['plain', 'cipher'].map((of) => ({ scalars, depth, order, emptyText, hollow, data: of }))))
)))).filter(({ scalars, depth }) => scalars !== 'text' || depth === 'deep');

const inForms = [
  ['as documented', {}],
  ['numbers and truth values as text at the first level of data', { scalars: 'text-first' }],
  ['numbers and truth values as text at every level', { scalars: 'text' }],
  ['only the first level of data sorted and cleaned, what is nested left as it stands', { depth: 'first' }],
  ['sorted without regard to case', { order: 'caseless' }],
  ['null left out, empty texts kept', { emptyText: 'kept' }],
  ['empty objects and lists left out', { hollow: 'dropped' }],
  ['the cipher text signed in place of the data', { data: 'cipher' }],
  ['several of these together', { scalars: 'text', order: 'caseless', emptyText: 'kept', hollow: 'dropped' }],
].flatMap(([because, choices]) => [['SM2', 'plain'], ['SM2', 'SM4'], ['SM2', 'SM2'], ['SM3', 'plain'], ['SM3', 'SM4']].map(
  ([signType, encType]) => ({ because: `${because}; signType ${signType}, encType ${encType}`, form: { ...documented, ...choices }, signType, encType }),
));

/** The nonces were tried out: with them r and s begin with a zero byte. */
const inSpellings = [
  { because: 'the signature in DER', signature: 'der' },
  { because: 'the signature as Base64 of its hexadecimal digits (a mistake)', signature: 'hex-text' },
  { because: 'r without its leading zero byte (a mistake): 63 bytes', signature: 'unpadded', nonce: 'short r 500' },
  { because: 's without its leading zero byte (a mistake): 63 bytes', signature: 'unpadded', nonce: 'short s 139' },
];

const inTimes = [
  ['seconds, a number', num('1602308542')], ['milliseconds, a number', num('1602308542543')], ['yyyyMMddHHmmss, a text', '20201010134222'], ['yyyyMMddHHmmss, a number', num('20201010134222')],
].map(([because, timestamp]) => ({ because: `timestamp: ${because}`, timestamp }));

const inTexts = [
  ['SM4', { text: 'whole', nonAscii: 'escaped' }], ['SM4', { text: 'signed', nonAscii: 'utf8' }], ['SM4', { text: 'signed', nonAscii: 'escaped' }], ['SM2', { point: 'bare' }],
].map(([encType, spelling]) => ({ because: `encData ${encType}: ${Object.entries(spelling).flat().join(' ')}`, encType, encData: { ...whole, ...spelling } }));

/** One request in one manner, with everything on the way to it. */
function vector({ because, form = documented, signature = 'raw', encData = whole, signType = 'SM2', encType = 'plain', timestamp = String(now), nonce = because }) {
  const members = Object.entries({ appId, orgId: 'H35020300001', version: '1.0.0', encType, signType, transType: 'ec.query', timestamp, requestId: 'r-1' });
  const encrypt = (text, _keys, _encType, point) => encryptedAlike(text, platform.privateKey, because).slice(point === '04' ? 0 : 2);
  const letter = written({ members, data, keys, manner: { form, signature, encData }, nonce, ...(encType === 'SM2' ? { encrypt } : {}) });
  const travelling = encType === 'plain' ? {} : { plainText: letter.plain, encData: letter.encData };
  return { because, signType, encType, form, signature, encDataSpelling: encData, ...travelling, stringToSign: letter.stringToSign, signData: letter.signData, body: letter.body };
}

/** The string to sign of one message in each of all the forms. */
function strings() {
  const message = obj(['appId', appId], ['orgId', ''], ['timestamp', num('1602308542')], ['encData', 'ABCDEF0123456789'], ['extra', obj(['requestId', 'r'])], ['signData', 'x']);
  const cases = allForms.map((form) => ({ form: Object.values(form).join('/'), stringToSign: stringToSign(message, data, appSecret, form) }));
  return { message: json(message), data: json(data), cases };
}

const file = process.argv[2] ?? new URL('signature-variants.json', FOLDER);
const vectors = {
  source: 'made by scripts/envelope-vectors.mjs with sm-crypto 0.5.8; keys are the example keys of GB/T 32918 and GM/T 0003, in hex; persons are invented; fields: docs/signature-forms.md',
  appId, appSecret, transportKey: Buffer.from(transportKey({ appId, appSecret }), 'hex').toString('ascii'), caller, platform, now, data: json(data),
  requests: [...inForms, ...inSpellings, ...inTimes, ...inTexts].map(vector),
  strings: strings(),
};
writeFileSync(file, `${JSON.stringify(vectors, undefined, 2)}\n`);
console.log(`${vectors.requests.length} requests and ${vectors.strings.cases.length} strings written`);
