import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRequestEnvelope } from '../../src/protocol/envelope.js';
import { LexicalJsonError, parseLexicalJson, writeLexicalJson, type LexicalValue } from '../../src/protocol/lexical-json.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { asRequest, inAscii, readTerminalRequest, terminalText, type TerminalPath } from '../../src/protocol/terminal-request.js';
import { catalogue } from '../../src/protocol/transactions/index.js';
import { inGbk } from '../flows/stage/terminal-program.js';

const lenient = { trailingCommas: true };
const read = (text: string, how?: typeof lenient): string => {
  try {
    return writeLexicalJson(parseLexicalJson(text, how));
  } catch (error) {
    if (error instanceof LexicalJsonError) return `refused: ${error.message}`;
    throw error;
  }
};

/** JSON text with a comma after the last member or item wherever `comma` says so. */
function withCommas(value: unknown, comma: () => boolean): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Array.isArray(value)
    ? value.map((item) => withCommas(item, comma))
    : Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${withCommas(member, comma)}`);
  const inside = parts.join(',') + (parts.length > 0 && comma() ? ' ,\n' : '');
  return Array.isArray(value) ? `[${inside}]` : `{${inside}}`;
}

/** A request as terminals make them, with anything in the place of anything. */
const likely = fc.oneof(
  fc.constantFrom('', '-', 'plain', 'SM2', 'H35020300001', '01101', '101', '4240000000000000000142350000', 'ec.query', 'cn.nhsa.qrcode.get', '消化内科'),
  fc.constantFrom(...catalogue.map(({ transType }) => transType)), fc.jsonValue({ maxDepth: 2 }),
);
const named = (names: string[]) => fc.dictionary(fc.constantFrom(...names), likely, { maxKeys: 8 });
const inner = named(['orgId', 'ecQrCode', 'businessType', 'termId', 'termIp', 'officeId', 'ecToken', 'idType', 'idNo', 'userName', 'outBizNo', 'extData', 'authNo', 'gainWay', '__proto__']);
const anyRequest = fc.tuple(named(['orgId', 'transType', 'signType', 'encType', 'signData', 'encData', 'appId', 'extra', 'timestamp', 'version', 'requestId']), fc.oneof(inner, likely))
  .map(([members, data]) => ({ ...members, data }));
const anyPath = fc.constantFrom<TerminalPath>('decode', 'checkToken');
const from = { orgId: 'H35020300001', termId: '35202500000000000000', address: '127.0.0.1' };

/** What becomes of a body: the request of table A.2, `signed`, or its refusal; anything else that is thrown is a fault of ours. */
function outcome(body: Uint8Array, path: TerminalPath): string {
  try {
    const request = readTerminalRequest(terminalText(body).text, path);
    return request === undefined ? 'signed' : asRequest(request, from);
  } catch (error) {
    if (error instanceof Refusal && [-2, 500159].includes(error.returnCode.code)) return 'refused';
    throw error;
  }
}

describe('the patient reader (INT-136)', () => {
  it('reads what is JSON as the strict one does, and refuses with the same words what is refused for its meaning', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(read(text, lenient)).toBe(read(text));
    }));
    for (const text of ['{"a":1,"a":2}', '"\\ud800"', '['.repeat(40), '{"a":01}', 'NaN', "{'a':1}", '{"a":1 "b":2}', '{a:1}', '']) {
      expect(read(text)).toMatch(/^refused/);
      expect(read(text, lenient)).toBe(read(text));
    }
  });

  it('passes over one comma after the last member or item, wherever it stands, and nothing else', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.infiniteStream(fc.boolean()), (value, commas) => {
      expect(read(withCommas(value, () => commas.next().value as boolean), lenient)).toBe(read(JSON.stringify(value)));
    }));
    for (const text of ['{,}', '[,]', '[1,,]', '{"a":1,,}', '[1,', '{"a":1,', '1,', '{"a",}']) expect(read(text, lenient)).toMatch(/^refused/);
    for (const text of ['{"a":1,}', '[1,]']) expect(read(text)).toMatch(/^refused/);
  });

  it('reads GBK as it reads UTF-8, and says which it was', () => {
    const text = '{"officeName":"消化内科","operatorName":"测试操作员"}';
    expect(terminalText(inGbk(text))).toEqual({ text, charset: 'gb18030' });
    for (const charset of ['GBK', 'gb2312', 'GB18030', 'utf-8', '', 'latin1']) {
      expect(terminalText(inGbk(text), charset)).toEqual({ text, charset: 'gb18030' });
      expect(terminalText(Buffer.from(`\ufeff{"a":1}`), charset).text).toMatch(/\{"a":1\}$/);
    }
    // These two letters of GBK are UTF-8 as well: only the content type can tell.
    const both = Buffer.from('c2b3d1a7', 'hex');
    expect([terminalText(both).charset, terminalText(both, 'gbk')]).toEqual(['utf-8', { text: '鲁学', charset: 'gb18030' }]);
  });

  it('makes of anything a request of table A.2 that the strict reader takes for JSON, or a named refusal', () => {
    fc.assert(fc.property(anyRequest, anyPath, (request, path) => {
      const made = outcome(Buffer.from(JSON.stringify(request)), path);
      if (made !== 'refused' && made !== 'signed') expect(read(made)).not.toMatch(/^refused/);
    }), { numRuns: 2_000 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), anyPath, (bytes, path) => {
      expect(['refused', 'signed', expect.stringMatching(/^\{/)]).toContainEqual(outcome(bytes, path));
    }), { numRuns: 2_000 });
  });

  it('survives any cut and any change of one byte of the sample', () => {
    const sample = Buffer.from('{"data":{"businessType":"01101","deviceType":"","officeName":"消化内科","ecQrCode":"4240000000000000000142350000"},"orgId":"H1","transType":"ec.query"}');
    const whole = outcome(sample, 'decode');
    for (let at = 0; at < sample.length; at += 1) {
      expect(outcome(sample.subarray(0, at), 'decode')).not.toBe(whole);
      for (const byte of [0, 0x22, 0x2c, 0x7b, 0x7d, 0x80, 0xff]) {
        const changed = Buffer.from(sample);
        changed[at] = byte;
        expect(outcome(changed, 'checkToken')).toMatch(/^(refused|signed|\{.*\})$/s);
      }
    }
  });

  it('hands on whatever is signed, encrypted or named by an application', () => {
    const signed = [{ signType: 'SM2' }, { signType: 'sm3' }, { signData: 'x' }, { encData: 'AB' }, { appId: 'A' }, { appCode: 'A' }, { signType: 5 }];
    for (const members of signed) expect(readTerminalRequest(JSON.stringify({ orgId: 'H1', transType: 'ec.query', data: {}, ...members }), 'decode')).toBeUndefined();
  });
});

describe('a request of table A.2 made of it (INT-137, INT-138)', () => {
  const made = (request: object, path: TerminalPath = 'decode') => readRequestEnvelope(Buffer.from(outcome(Buffer.from(JSON.stringify(request)), path)));

  it('says institution and terminal as the place says them, only where the request does not', () => {
    expect(made({ transType: 'ec.query', data: {} })).toMatchObject({ orgId: from.orgId, data: { orgId: from.orgId, termId: from.termId, termIp: from.address } });
    const said = { orgId: 'H2', termId: '1', termIp: '10.0.0.1' };
    expect(made({ orgId: 'H2', transType: 'ec.query', data: said }).data).toMatchObject(said);
    expect(made({ orgId: 'H2', transType: 'ec.query', data: { orgId: 'H3' } })).toMatchObject({ orgId: 'H2', data: { orgId: 'H3' } });
  });

  it('leaves open what nobody can make up: business and code', () => {
    const { data } = made({ transType: 'ec.query', data: { ecQrCode: '', surplus: 1 } });
    expect(data).toMatchObject({ ecQrCode: '', operatorId: '-', operatorName: '-', officeId: '-', officeName: '-' });
    expect(Object.keys(data ?? {})).not.toEqual(expect.arrayContaining(['businessType']));
    expect(data).not.toHaveProperty('surplus');
  });

  it('keeps numbers to the letter, and drops what nothing vouches for', () => {
    const text = '{"timestamp":1,"version":"x","requestId":"r-1","transType":"ec.settle","data":{"totalFen":12345678901234567890}}';
    const request = asRequest(readTerminalRequest(text, 'decode')!, from);
    expect(request).toContain('"totalFen":12345678901234567890');
    expect(readRequestEnvelope(Buffer.from(request))).toMatchObject({ requestId: 'r-1', timestamp: undefined });
  });

  it('hands on an unknown transaction as it is, for its own refusal', () => {
    expect(made({ orgId: 'H1', transType: 'x.y', data: { a: '1' } })).toMatchObject({ transType: 'x.y', data: { a: '1' } });
  });
});

describe('answers in ASCII', () => {
  it('mean the same', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = inAscii(JSON.stringify(value));
      expect(text).toMatch(/^[\0-\x7f]*$/);
      expect(JSON.parse(text) as LexicalValue).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });
});
