import { createCipheriv } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { sm3Hex } from '../../src/crypto/sm3.js';
import { sm4EcbEncrypt } from '../../src/crypto/sm4.js';
import { parseSm2Signature } from '../../src/crypto/sm2-signature.js';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import { parseLexicalJson, writeLexicalJson, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { openRequest } from '../../src/protocol/open.js';
import { readShape } from '../../src/protocol/shape.js';
import { signingString } from '../../src/protocol/signing-string.js';
import { findTransaction, transactions } from '../../src/protocol/transactions/index.js';
import { gate, golden, hospitalKeys } from '../protocol/parties.js';

const guide = readFileSync('docs/integrating.md', 'utf8');
const blocks = (language: string): string[] => [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);
/** Each JSON text of the guide: one that stands over several lines ends before the next that begins with a brace. */
const requests = blocks('json').flatMap((block) => block.split(/^(?=\{)/m)).map((text) => parseLexicalJson(text) as LexicalObject);
const [worked, ...others] = requests as [LexicalObject, ...LexicalObject[]];
const data = worked.data as LexicalObject;
const signData = worked.signData as string;
const text = signingString(worked, data, golden.appSecret);

describe('docs/integrating.md', () => {
  it('works an example of the string to sign that is ours, to the byte', () => {
    expect(blocks('text')[0]).toBe(`${text}\n`);
    expect(guide).toContain(`this string, ${Buffer.byteLength(text)} bytes of UTF-8`);
    const { z, point } = hospitalKeys.signWith.publicKey;
    const shown = [golden.appSecret, golden.hospital.privateKey, point.toString('base64'), sm3Hex(text), z.toString('hex'), sm3Hex(z, text)];
    for (const value of shown) expect(guide).toContain(`| \`${value}\` |`);
  });

  it('shows a signature that verifies, in the table as in the request, and a request that opens', async () => {
    expect(guide.split(signData)).toHaveLength(3);
    const signature = parseSm2Signature(Buffer.from(signData, 'base64'));
    expect(hospitalKeys.engine.verify(hospitalKeys.signWith.publicKey, Buffer.from(text), signature ?? Buffer.alloc(0))).toBe(true);
    const opened = await openRequest(Buffer.from(writeLexicalJson(worked)), gate());
    expect(opened.as(transactions.decodeQrCode.input).data).toMatchObject({ businessType: '01301', officeName: '消化内科' });
  });

  it('works an example of the SM4 key and of encrypted data', () => {
    const first16 = golden.appId.slice(0, 16);
    const cipher = createCipheriv('sm4-ecb', first16, null);
    const inner = Buffer.concat([cipher.update(golden.appSecret), cipher.final()]).toString('hex').toUpperCase();
    for (const value of [first16, inner, inner.slice(0, 16)]) expect(guide).toContain(`| \`${value}\` |`);
    const encData = sm4EcbEncrypt(hospitalKeys.transportKey, Buffer.from(writeLexicalJson(data))).toString('hex').toUpperCase();
    expect(blocks('text')[1]).toBe(`${encData}\n`);
  });

  it('shows requests whose data fit the tables of their transactions', () => {
    expect(others.length).toBeGreaterThan(10);
    for (const { transType, data: shown } of others) {
      const row = findTransaction(transType as string);
      expect(row).toBeDefined();
      expect(() => readShape(row!.input, shown as LexicalObject, transType as string)).not.toThrow();
    }
  });

  it('gives return codes with the text of table C.4', () => {
    const rows = Object.values(returnCodes).map(({ code, text: words }) => `${code} ${words}`);
    const shown = [...guide.matchAll(/`(?:refused: )?(-\d|50\d{4}) ([^`]+)`/g)].map(([, code, words]) => `${code} ${words}`);
    expect(shown.length).toBeGreaterThan(6);
    expect(shown.filter((each) => !rows.includes(each))).toEqual([]);
  });

  it('points at samples that exist', () => {
    const links = [...guide.matchAll(/\]\((samples\/[^)]+)\)/g)].map(([, path]) => `docs/${path}`);
    expect(links).toHaveLength(6);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
