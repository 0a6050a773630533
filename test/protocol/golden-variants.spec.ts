import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { sm3Hex } from '../../src/crypto/sm3.js';
import { canonicalForms, findForm, formName, type CanonicalForm } from '../../src/protocol/canonical-form.js';
import { readData, writeEncData, type EncDataSpelling } from '../../src/protocol/encrypted-data.js';
import type { EncType, SignType } from '../../src/protocol/envelope.js';
import { keyRing } from '../../src/protocol/key-ring.js';
import { parseLexicalJson, writeLexicalJson, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { openRequest } from '../../src/protocol/open.js';
import { readSignature, writeSignature, type SignatureSpelling } from '../../src/protocol/signature-spelling.js';
import { signingString } from '../../src/protocol/signing-string.js';
import { bytes, gate, loadVectors, memoryOfForms } from './parties.js';

interface Pair { privateKey: string; publicKey: string }
interface GoldenRequest {
  because: string; signType: SignType; encType: EncType; form: CanonicalForm; signature: SignatureSpelling; encDataSpelling: EncDataSpelling;
  plainText?: string; encData?: string; stringToSign: string; signData: string; body: string;
}
interface Vectors {
  appId: string; appSecret: string; transportKey: string; caller: Pair; platform: Pair; now: number; data: string; requests: GoldenRequest[];
  strings: { message: string; data: string; cases: { form: string; stringToSign: string }[] };
}

const vectors = loadVectors<Vectors>('signature-variants');
const { appId, appSecret, caller, platform, now, data, requests, strings } = vectors;
const callersKeys = keyRing({ appId, appSecret, privateKey: caller.privateKey, counterpartPublicKey: platform.publicKey });
const platformsKeys = keyRing({ appId, appSecret, privateKey: platform.privateKey, counterpartPublicKey: caller.publicKey });
const object = (json: string): LexicalObject => parseLexicalJson(json) as LexicalObject;

describe('the golden vectors of the signature variants', () => {
  it('are what the reference writer makes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openec-vectors-'));
    const file = join(folder, 'vectors.json');
    execFileSync(process.execPath, ['scripts/envelope-vectors.mjs', file], { encoding: 'utf8' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(vectors);
    rmSync(folder, { recursive: true });
  }, 60_000);

  it('have the string to sign of every form', () => {
    expect(strings.cases.map(({ form }) => form).toSorted()).toEqual(canonicalForms.map(formName).toSorted());
    for (const { form, stringToSign } of strings.cases) {
      expect(signingString(object(strings.message), object(strings.data), appSecret, findForm(form) as CanonicalForm)).toBe(stringToSign);
    }
  });

  it('use the SM4 key of the application', () => {
    expect(callersKeys.transportKey.export().toString('ascii')).toBe(vectors.transportKey);
  });
});

describe.each(requests)('a golden request: $because', (golden) => {
  const { signType, encType, form, signature, encDataSpelling, plainText, encData, stringToSign, signData, body } = golden;

  it('is opened, and what is seen of its manner is its own', async () => {
    const opened = await openRequest(bytes(body), gate({ now, keys: platformsKeys, forms: memoryOfForms() }));
    expect(writeLexicalJson(opened.data)).toBe(encDataSpelling.text === 'signed' ? plainTextAsWritten(plainText) : data);
    const { manner } = opened;
    expect(signingString(object(body), opened.data, appSecret, manner.form)).toBe(stringToSign);
    expect(manner.signature).toBe(signature === 'unpadded' ? 'raw' : signature);
    expect(manner.encData).toEqual(encDataSpelling);
  });

  it('has the string to sign, signature and cipher text that we make', () => {
    expect(signingString(object(body), object(data), appSecret, form)).toBe(stringToSign);
    if (signType === 'SM3') expect(sm3Hex(stringToSign).toUpperCase()).toBe(signData);
    else expect(meaningsThatVerify(stringToSign, signData).map((raw) => writeSignature(raw, signature))).toEqual([signData]);
    if (encData === undefined) return;
    expect(readData({ data: undefined, encData, encType }, platformsKeys).text).toBe(plainText);
    if (encType === 'SM4') expect(writeEncData(object(data), callersKeys, 'SM4', encDataSpelling, form)).toBe(encData);
  });
});

const plainTextAsWritten = (plainText = ''): string => writeLexicalJson(parseLexicalJson(plainText));

function meaningsThatVerify(text: string, signData: string): Buffer[] {
  const meanings = readSignature(signData)?.meanings ?? [];
  return meanings.filter((raw) => nativeSm2.verify(platformsKeys.verifyWith, bytes(text), raw)).map((raw) => Buffer.from(raw));
}
