import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openRequest, type Profile } from '../../src/protocol/open.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { canonicalJson } from '../../src/protocol/signing-string.js';
import { bytes, gate, golden, hospitalKeys, open, refusalFrom, signedBy } from './parties.js';

const head = `"appId":"${golden.appId}", "version":"1.0.0", "transType":"ec.query", "timestamp":1602308542543,\n "extra":{"requestId":"r/1"}`;
const plain = '{"userName":"\\u7504测试", "note" :"", "list":[1.5,{"a":"x/y"}]}';
const profile = (signType: 'SM2' | 'SM3'): Profile => ({ signTypes: [signType], encTypes: ['plain', 'SM4'] });

/** Signed requests in every dress, written with blanks, escapes and a member that says nothing. */
const requests = {
  'SM3, clear': { profile: profile('SM3'), body: signedBy(hospitalKeys, `{ ${head}, "signType":"SM3", "data":${plain} }`) },
  'SM3, encrypted': { profile: profile('SM3'), body: signedBy(hospitalKeys, `{${head}, "signType":"sm3", "encType":"sm4", "encData":"${golden.encData}"}`, golden.data) },
  'SM2, clear': { profile: profile('SM2'), body: signedBy(hospitalKeys, `{${head}, "signType":"SM2", "data":${plain}}`) },
  'SM2, encrypted': { profile: profile('SM2'), body: golden.sm2.body },
  'SM2 in DER, encrypted': { profile: profile('SM2'), body: golden.sm2.body.replace(golden.sm2.signData, golden.sm2.signDataDer) },
};
type Name = keyof typeof requests;
const names = Object.keys(requests) as Name[];

/**
 * What may be changed unnoticed, said without our code: blanks between tokens, the spelling of escapes (both by JSON.parse), `extra`, the name of a
 * member of data that says nothing, the case of the hexadecimal digits of encData, the spelling of the Base64 of an SM2 signature. All else must
 * stand as it stood.
 */
function meaning(body: string): string {
  const { extra: _extra, signData, encData, data, ...others } = JSON.parse(body) as Record<string, unknown>;
  const signature = others.signType === 'SM2' ? Buffer.from(String(signData), 'base64').toString('hex') : signData;
  return JSON.stringify({ ...others, signature, encData: String(encData).toUpperCase(), data: cleaned(data) });
}

function cleaned(data: unknown): unknown {
  return typeof data === 'object' && data !== null ? Object.fromEntries(Object.entries(data).filter(([, value]) => value !== '' && value !== null)) : data;
}

/** Everything of an opened request that anybody may rest on; the request id is none of it. */
async function opened(name: Name, body: Uint8Array): Promise<object | undefined> {
  try {
    const { envelope, data, bodyHash, signatureHash } = await openRequest(body, gate({ profile: requests[name].profile }));
    const { identity, orgId, transType, signType, encType, timestamp } = envelope;
    return { identity, orgId, transType, signType, encType, timestamp, data: canonicalJson(data), bodyHash, signatureHash };
  } catch (error) {
    // Anything but a refusal would be answered with -1.
    expect(error).toBeInstanceOf(Refusal);
    return undefined;
  }
}

/** True when the changed body was taken; it must then mean the same. */
async function survives(name: Name, changed: Uint8Array): Promise<boolean> {
  const result = await opened(name, changed);
  if (result === undefined) return false;
  const original = requests[name].body;
  expect(result).toEqual(await opened(name, bytes(original)));
  expect(meaning(Buffer.from(changed).toString('utf8'))).toBe(meaning(original));
  return true;
}

function replaced(body: Uint8Array, at: number, value: number): Uint8Array {
  const changed = Buffer.from(body);
  changed[at] = value;
  return changed;
}

describe('one byte of a signed request', () => {
  it.each(names)('with any bit flipped is refused or changes nothing: %s', async (name) => {
    const body = bytes(requests[name].body);
    let survived = 0;
    for (let at = 0; at < body.length; at += 1) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) survived += Number(await survives(name, replaced(body, at, body[at] ^ bit)));
    }
    expect(await opened(name, body)).toBeDefined();
    expect(survived).toBeLessThan(body.length);
  });

  it.each(names)('replaced, inserted or left out at random is refused or changes nothing: %s', async (name) => {
    const body = bytes(requests[name].body);
    const place = fc.nat({ max: body.length - 1 });
    const value = fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...bytes(' \t\n"\\/,:{}[]=+-_0aA')));
    await fc.assert(fc.asyncProperty(place, value, fc.constantFrom(0, 1), fc.boolean(), async (at, byte, removed, inserted) => {
      await survives(name, Buffer.concat([body.subarray(0, at), inserted ? Buffer.of(byte) : Buffer.alloc(0), body.subarray(at + removed)]));
    }), { numRuns: 500 });
  });

  it.each<[string, Name, string, string]>([
    ['the request id', 'SM3, clear', 'r/1', 'r/2'],
    ['the name of the request id', 'SM3, clear', 'requestId', 'requestIe'],
    ['a blank', 'SM3, clear', ', "version"', ',\t"version"'],
    ['a blank in data', 'SM2, clear', '"note" :', '"note"\n:'],
    ['the case of an escape', 'SM3, clear', '\\u7504', '\\u7504'.toUpperCase().replace('U', 'u')],
    ['an escape that is not needed', 'SM3, clear', 'x/y', 'x\\/y'],
    ['the name of a member that says nothing', 'SM3, clear', '"note"', '"Note"'],
    ['a hexadecimal digit of encData in small letters', 'SM2, encrypted', golden.encData.slice(0, 2), golden.encData.slice(0, 2).toLowerCase()],
    ['the other alphabet of Base64', 'SM2, encrypted', golden.sm2.signData, golden.sm2.signData.replaceAll('/', '_').replaceAll('+', '-')],
    ['the padding of Base64', 'SM2, encrypted', golden.sm2.signData, golden.sm2.signData.replaceAll('=', '')],
    ['a line break in Base64, as old Java libraries write it', 'SM2, encrypted', golden.sm2.signData.slice(0, 76), `${golden.sm2.signData.slice(0, 76)}\\r\\n`],
  ])('may be changed without changing anything: %s', async (_, name, from, to) => {
    expect(requests[name].body).toContain(from);
    expect(await survives(name, bytes(requests[name].body.replace(from, to)))).toBe(true);
  });
});

describe('a signed request taken apart', () => {
  const fields = (name: Name): Record<string, unknown> => JSON.parse(requests[name].body) as Record<string, unknown>;
  const changed = (name: Name, changes: Record<string, unknown>): string => JSON.stringify({ ...fields(name), ...changes });

  it.each<[string, string, Name]>([
    ['the signature is taken off', changed('SM2, clear', { signType: 'plain', signData: null }), 'SM2, clear'],
    ['the names of the signature are taken off', changed('SM2, clear', { signType: undefined, signData: undefined }), 'SM2, clear'],
    ['the signType is hidden in another member', changed('SM3, clear', { orgId: 'H35020300001&signType=SM3', signType: undefined }), 'SM3, clear'],
    ['the version is hidden in the transType', changed('SM3, clear', { transType: 'ec.query&version=1.0.0', version: undefined }), 'SM3, clear'],
    ['the encType is added', changed('SM3, clear', { encType: 'SM4' }), 'SM3, clear'],
    ['the transaction is another', changed('SM2, clear', { transType: 'ec.verify' }), 'SM2, clear'],
    ['an appCode is added', changed('SM2, encrypted', { appCode: 'X' }), 'SM2, encrypted'],
    ['the time is another', changed('SM2, clear', { timestamp: '1602308542544' }), 'SM2, clear'],
    ['the data is its own text', changed('SM3, clear', { data: '{"list":[1.5,{"a":"x/y"}],"userName":"甄测试"}' }), 'SM3, clear'],
    ['the data is another', changed('SM3, clear', { data: {} }), 'SM3, clear'],
    ['a block of the cipher text stands twice', changed('SM2, encrypted', { encData: golden.encData.slice(0, 32) + golden.encData }), 'SM2, encrypted'],
    ['two blocks of the cipher text are exchanged', changed('SM2, encrypted', { encData: golden.encData.slice(32, 64) + golden.encData.slice(0, 32) + golden.encData.slice(64) }), 'SM2, encrypted'],
    ['clear data stands beside the cipher text', changed('SM2, encrypted', { data: {} }), 'SM2, encrypted'],
  ])('is refused: %s', async (_, body, name) => {
    expect((await refusalFrom(() => open(body, { profile: requests[name].profile }))).returnCode.code).not.toBe(0);
  });

  it.each<[string, string, Name]>([
    ...names.map((name): [string, string, Name] => [`${name}, written anew`, changed(name, {}), name]),
    ['the number of a time may become its text', changed('SM2, clear', { timestamp: '1602308542543' }), 'SM2, clear'],
    ['members that say nothing may be added', changed('SM2, clear', { orgId: '', encType: null, appCode: '' }), 'SM2, clear'],
  ])('is taken as it was: %s', async (_, body, name) => {
    expect(await opened(name, bytes(body))).toEqual(await opened(name, bytes(requests[name].body)));
  });
});
