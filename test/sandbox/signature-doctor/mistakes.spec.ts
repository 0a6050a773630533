import { readFileSync } from 'node:fs';
import { createHash, createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { gbkBytes } from '../../../src/sandbox/signature-doctor/charsets.js';
import { allMistakes, examine, nameIn, type DoctorKeys, type Mistake, type MistakeName } from '../../../src/sandbox/signature-doctor/index.js';
import { parseSm2PrivateKey } from '../../../src/crypto/sm2.js';
import { nativeSm2 } from '../../../src/crypto/sm2-native.js';
import { signatureToDer } from '../../../src/crypto/sm2-signature.js';
import { bare, body, canonical, data, encrypt, envelope, keys, letters, publicKeyOf, sign, signDigest, sm3, text, type Json, type Members } from './clumsy-client.js';

const { other } = keys;
const held: DoctorKeys = {
  appId: keys.appId, appSecret: keys.appSecret, privateKey: keys.privateKey, platformPrivateKey: keys.platform,
  others: [{ name: other.name, appId: other.appId, appSecret: other.appSecret, publicKey: publicKeyOf(other.privateKey) }],
};
const base64 = (bytes: Buffer): string => bytes.toString('base64');
const signed = (message: string | Uint8Array, how?: Parameters<typeof sign>[1]): Buffer => body(envelope, base64(sign(message, how)));
const right = text(envelope);
const half = (raw: Buffer, from: number): Buffer => raw.subarray(from, from + 32);
/** A signature over the right string whose first byte is zero, or has its top bit set. */
function signatureWith(first: (byte: number) => boolean): Buffer {
  const privateKey = parseSm2PrivateKey(keys.privateKey);
  for (;;) {
    const raw = nativeSm2.sign(privateKey, Buffer.from(right, 'utf8'));
    if (first(raw[0])) return raw;
  }
}

const sorted = (value: Json, names: (members: Members) => string[], write: (json: Json) => string): string => {
  if (Array.isArray(value)) return `[${value.map((each) => sorted(each, names, write)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return write(value);
  return `{${names(value).map((name) => `${write(name)}:${sorted(value[name], names, write)}`).join(',')}}`;
};
const full = (members: Members): string[] => Object.keys(members).filter((name) => members[name] !== null && members[name] !== '');
const ascii = (members: Members): string[] => full(members).sort();
const caseless = (members: Members): string[] => full(members).sort((one, two) => (one.toLowerCase() < two.toLowerCase() ? -1 : 1));
const json = (value: Json): string => JSON.stringify(value);
const dataAs = (names: (members: Members) => string[], write = json): string => sorted(data, names, write);
const unit = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Encrypted with this key, right in all else. */
function encrypted(encData: string, more: Members = {}): Buffer {
  const members = { ...envelope, encType: 'SM4', ...more };
  return body(members, base64(sign(text(members))), { encData });
}
const plainBytes = Buffer.from(JSON.stringify(data), 'utf8');
const key = (letter: string): Buffer => Buffer.from(letter.slice(0, 16), 'ascii');
const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();
const padded = (bytes: Buffer, filler = 16 - (bytes.length % 16)): Buffer => Buffer.concat([bytes, Buffer.alloc(16 - (bytes.length % 16), filler)]);

const sm3Members = { ...envelope, signType: 'SM3' };
const sm3Text = text(sm3Members);

const made: readonly (readonly [MistakeName, () => Buffer])[] = [
  ['signature-der', () => body(envelope, base64(signatureToDer(sign(right))))],
  ['signature-hex-text', () => body(envelope, base64(Buffer.from(sign(right).toString('hex'))))],
  ['signature-hex', () => body(envelope, sign(right).toString('hex'))],
  ['signature-hex', () => body(envelope, hex(sign(right)))],
  ['signature-double-base64', () => body(envelope, base64(Buffer.from(base64(sign(right)))))],
  ['signature-url-base64', () => body(envelope, sign(right).toString('base64url'))],
  ['signature-long-halves', () => body(envelope, base64(Buffer.concat([Buffer.of(0), signatureWith((byte) => byte > 127)])))],
  ['signature-halves-swapped', () => { const raw = sign(right); return body(envelope, base64(Buffer.concat([half(raw, 32), half(raw, 0)]))); }],
  ['signature-little-endian', () => { const raw = sign(right); return body(envelope, base64(Buffer.concat([half(raw, 0), half(raw, 32)].map((each) => Buffer.from(each).reverse())))); }],
  ['order-caseless', () => signed(text(envelope, dataAs(caseless)))],
  ['empties-kept', () => signed(text(envelope, dataAs((members) => Object.keys(members).filter((name) => members[name] !== null).sort())))],
  ['hollow-dropped', () => signed(text(envelope, dataAs((members) => ascii(members).filter((name) => name !== 'items'))))],
  ['first-level-only', () => signed(text(envelope, `{${ascii(data).map((name) => `${json(name)}:${json(data[name])}`).join(',')}}`))],
  ['numbers-as-text-first', () => signed(text(envelope, canonical({ ...data, Total: '1.5' })))],
  ['numbers-as-text', () => signed(text(envelope, canonical({ ...data, Total: '1.5', nested: { b: '2', a: { c: 'x' } } })))],
  ['members-unsorted', () => signed(`${Object.keys(envelope).filter((name) => name !== 'extra').map((name) => `${name}=${bare(envelope[name])}`).join('&')}&data=${canonical(data)}&key=${keys.appSecret}`)],
  ['data-unsorted', () => signed(text(envelope, dataAs(full)))],
  ['nulls-kept', () => signed(text(envelope, dataAs((members) => Object.keys(members).filter((name) => members[name] !== '').sort())))],
  ['json-blanks', () => signed(text(envelope, canonical(data).replaceAll('":', '": ').replaceAll(',"', ', "')))],
  ['non-ascii-escaped', () => signed(text(envelope, dataAs(ascii, (value) => json(value).replace(/[^\p{ASCII}]/gu, unit))))],
  ['slashes-escaped', () => signed(text(envelope, dataAs(ascii, (value) => json(value).replaceAll('/', '\\/'))))],
  ['html-escaped', () => signed(text(envelope, dataAs(ascii, (value) => json(value).replace(/[<>&]/g, unit))))],
  ['url-encoded', () => signed(text(envelope, encodeURIComponent(canonical(data))))],
  ['data-left-out', () => signed(text({ ...envelope, data: null }, ''))],
  ['data-flattened', () => signed(text({ ...envelope, ...(Object.fromEntries(ascii(data).map((name) => [name, typeof data[name] === 'string' ? data[name] : canonical(data[name])]))), data: null }, ''))],
  ['extra-signed', () => signed(right.replace('&orgId=', '&extra={"note":"x"}&orgId='))],
  ['key-missing', () => signed(text(envelope, canonical(data), ''))],
  ['key-bare', () => signed(text(envelope, canonical(data), keys.appSecret))],
  ['key-sorted-in', () => signed(text({ ...envelope, key: keys.appSecret }, canonical(data), ''))],
  ['key-is-app-id', () => signed(text(envelope, canonical(data), `&key=${keys.appId}`))],
  ['line-break', () => signed(`${right}\n`)],
  ['gbk', () => signed(gbkBytes(right) ?? Buffer.alloc(0))],
  ['digest-signed', () => signed(sm3(right))],
  ['digest-signed', () => signed(sm3(right).toString('hex'))],
  ['user-id-other', () => signed(right, { userId: keys.appId })],
  ['user-id-other', () => signed(right, { userId: 'ALICE123@YAHOO.COM' })],
  ['no-z', () => body(envelope, base64(signDigest(sm3(right))))],
  ['secret-of-another', () => signed(text(envelope, canonical(data), `&key=${other.appSecret}`))],
  ['key-of-another', () => signed(right, { privateKey: other.privateKey })],
  ['platform-key', () => signed(right, { privateKey: keys.platform })],
  ['key-33-bytes-cut', () => signed(right, { privateKey: `00${keys.privateKey.slice(0, 62)}` })],
  ['key-little-endian', () => signed(right, { privateKey: Buffer.from(keys.privateKey, 'hex').reverse().toString('hex') })],
  ['timestamp-changed', () => signed(text({ ...envelope, timestamp: '1602308542121' }))],
  ['timestamp-changed', () => signed(text({ ...envelope, timestamp: '1602308482543' }))],
  ['member-added', () => signed(text({ ...envelope, requestId: null }))],
  ['data-member-added', () => signed(text(envelope, canonical({ ...data, termIp: null })))],
  ['digest-lower-case', () => body(sm3Members, sm3(sm3Text).toString('hex'))],
  ['digest-base64', () => body(sm3Members, base64(sm3(sm3Text)))],
  ['digest-hmac', () => body(sm3Members, hex(createHmac('sm3', keys.appSecret).update(sm3Text).digest()))],
  ['digest-other-hash', () => body(sm3Members, hex(createHash('sha256').update(sm3Text).digest()))],
  ['key-missing', () => body(sm3Members, hex(sm3(text(sm3Members, canonical(data), ''))))],
  ['enc-data-lower-case', () => encrypted(encrypt(plainBytes, key(letters())).toString('hex'))],
  ['enc-data-base64', () => encrypted(base64(encrypt(plainBytes, key(letters()))))],
  ['sm4-key-is-secret', () => encrypted(hex(encrypt(plainBytes, key(keys.appSecret))))],
  ['sm4-key-is-app-id', () => encrypted(hex(encrypt(plainBytes, key(keys.appId))))],
  ['sm4-key-not-ascii', () => encrypted(hex(encrypt(plainBytes, Buffer.from(letters().slice(0, 32), 'hex'))))],
  ['sm4-key-lower-case', () => encrypted(hex(encrypt(plainBytes, key(letters().toLowerCase()))))],
  ['sm4-key-of-another', () => encrypted(hex(encrypt(plainBytes, key(letters(other.appId, other.appSecret)))))],
  ['sm4-cbc', () => encrypted(hex(encrypt(plainBytes, key(letters()), { mode: 'sm4-cbc', iv: Buffer.alloc(16) })))],
  ['sm4-cbc', () => encrypted(hex(encrypt(plainBytes, key(letters()), { mode: 'sm4-cbc', iv: key(letters()) })))],
  ['padded-twice', () => encrypted(hex(encrypt(padded(plainBytes), key(letters()))))],
  ['zero-padding', () => encrypted(hex(encrypt(padded(plainBytes, 0), key(letters()), { padding: false })))],
  ['data-is-cipher-text', () => {
    const encData = hex(encrypt(plainBytes, key(letters())));
    const members = { ...envelope, encType: 'SM4' };
    return body(members, base64(sign(text(members, encData))), { encData });
  }],
  ['enc-data-signed', () => {
    const encData = hex(encrypt(plainBytes, key(letters())));
    const members = { ...envelope, encType: 'SM4' };
    return body(members, base64(sign(text(members).replace('&encType=', `&encData=${encData}&encType=`))), { encData });
  }],
  ['body-gbk', () => gbkBytes(signed(right).toString('utf8')) ?? Buffer.alloc(0)],
  ['signature-short', () => body(envelope, base64(signatureWith((byte) => byte === 0).subarray(1)))],
];

describe('the signature doctor', () => {
  it('says that what is right is right', () => {
    const { verdict, found, difference, expected, yours } = examine(signed(right), held);
    expect({ verdict, found, difference }).toEqual({ verdict: 'matches', found: [], difference: undefined });
    expect(expected).toBe(yours);
    expect(examine(body(sm3Members, hex(sm3(sm3Text))), held)).toMatchObject({ verdict: 'matches', found: [] });
    expect(examine(encrypted(hex(encrypt(plainBytes, key(letters())))), held)).toMatchObject({ verdict: 'matches', found: [] });
    expect(examine(signed(right, { privateKey: keys.platform }), held, { direction: 'answer' })).toMatchObject({ verdict: 'matches', found: [] });
  });

  it.each(made)('finds out: %s', (name, make) => {
    const { verdict, found, sentence } = examine(make(), held);
    expect(found.map((each) => each.name)).toEqual([name]);
    expect(verdict).toBe(allMistakes[name].taken === true ? 'matches' : 'mistake');
    expect(sentence[0]).toContain(allMistakes[name].did[0]);
    expect(sentence[1]).toContain(allMistakes[name].change[1]);
  });

  it('finds out: signed-as-ecdsa', () => {
    // A key fresh from the generator signs ECDSA, whatever its curve is called.
    const pair = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
    const { found } = examine(body(envelope, base64(createSign('sha256').update(right).sign(pair.privateKey))), {
      ...held, privateKey: undefined, publicKey: spki.subarray(spki.length - 65).toString('hex'),
    });
    expect(found.map(({ name }) => name)).toContain('signed-as-ecdsa');
  });

  it('knows every mistake of its table by a test', () => {
    expect([...new Set([...made.map(([name]) => name), 'signed-as-ecdsa', 'numbers-recomputed'])].toSorted()).toEqual(Object.keys(allMistakes).toSorted());
  });

  it('finds out: numbers-recomputed', () => {
    const sent = Buffer.from(JSON.stringify({ ...envelope, data: { total: '#' }, signData: base64(sign(text(envelope, '{"total":1.5}'))) }).replace('"#"', '1.50'));
    expect(examine(sent, held)).toMatchObject({ verdict: 'mistake', found: [{ name: 'numbers-recomputed' }], difference: { expected: expect.stringContaining('1.50') } });
  });

  it.each([
    ['key-missing', 'data-unsorted', () => signed(text(envelope, dataAs(full), ''))],
    ['signature-hex', 'gbk', () => body(envelope, sign(gbkBytes(right) ?? '').toString('hex'))],
    ['sm4-key-is-secret', 'key-bare', () => {
      const members = { ...envelope, encType: 'SM4' };
      return body(members, base64(sign(text(members, canonical(data), keys.appSecret))), { encData: hex(encrypt(plainBytes, key(keys.appSecret))) });
    }],
  ] as const)('finds two at once: %s and %s', (one, two, make) => {
    expect(examine(make(), held).found.map(({ name }) => name).toSorted()).toEqual([one, two].toSorted());
  });

  it('says where the strings come apart, without the secret and with persons masked', () => {
    const diagnosis = examine(signed(text(envelope, dataAs(full))), held);
    expect(diagnosis.difference).toMatchObject({ position: text(envelope).indexOf('{"Total') + 3 });
    const all = JSON.stringify(diagnosis);
    expect(all).not.toContain(keys.appSecret);
    expect(all).not.toContain('甄测试');
    expect(diagnosis.expected).toContain('&key=***');
    expect(JSON.stringify(examine(signed(right), held, { openly: true }))).toContain('甄测试');
  });

  it('masks persons and secrets wherever they stand in the message', () => {
    const members: Members = { ...envelope, userName: '甄测试', appCode: keys.appSecret, extra: { mobile: '13800000000' } };
    const all = JSON.stringify(examine(body(members, base64(sign(text(members).replace('&orgId=', '&extra={"mobile":"13800000000"}&orgId=')))), held));
    for (const hidden of ['甄测试', keys.appSecret, '13800000000']) expect(all).not.toContain(hidden);
  });

  it('names whose key or secret it was, and never a secret', () => {
    const diagnosis = examine(signed(text(envelope, canonical(data), `&key=${other.appSecret}`)), held);
    expect(diagnosis.found).toEqual([{ name: 'secret-of-another', detail: other.name }]);
    expect(JSON.stringify(diagnosis)).not.toContain(other.appSecret);
    expect(diagnosis.difference?.yours).toContain('of another');
  });

  it('says so when it does not know, and gives the steps to compare', () => {
    const diagnosis = examine(signed('something else'), held);
    expect(diagnosis).toMatchObject({ verdict: 'unknown', found: [], steps: { sm3: sm3(right).toString('hex') } });
    expect(diagnosis.sentence[1]).toContain(`none of the ${Object.keys(allMistakes).length} known mistakes`);
  });

  it.each([
    ['no JSON', Buffer.from('{'), 'no JSON object'], ['no signature', Buffer.from('{"appId":"x"}'), 'not signed'], ['no signData', Buffer.from('{"signType":"SM2"}'), 'no signData'],
    ['noise for cipher text', body({ ...envelope, encType: 'SM4' }, base64(sign(right)), { encData: 'AB'.repeat(32) }), 'opens under no key'],
  ])('does not guess about %s', (_what, bytes, says) => {
    const { verdict, sentence } = examine(bytes, held);
    expect(verdict).toBe('unreadable');
    expect(sentence[1]).toContain(says);
  });

  it('is described in docs/signature-doctor.md as it is', () => {
    const page = readFileSync(new URL('../../../docs/signature-doctor.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (.*) \| (.*) \| (taken)? ?\|$/gm)].map(([, name, did, change, isTaken]) => ({ name, did, change, isTaken }));
    expect(rows).toEqual(Object.entries(allMistakes).map(([name, { did, change, taken }]: [string, Mistake]) => (
      { name, did: did.join(' · '), change: change.join(' · '), isTaken: taken === true ? 'taken' : undefined }
    )));
  });

  it('reads whose message it is', () => {
    expect(nameIn(signed(right))).toEqual({ field: 'appId', value: keys.appId });
    expect(nameIn(Buffer.from('[]'))).toBeUndefined();
  });
});
