import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLexicalJson, writeLexicalJson } from '../../src/protocol/lexical-json.js';
import { businessContentField, LONGEST_CONTENT } from '../../src/protocol/transactions/business-content.js';

const read = (json: string): string => businessContentField.read(parseLexicalJson(json), 'content', []);

describe('经办内容: a small JSON object that is handed on and not read', () => {
  it('comes out as it went in, numbers to the letter', () => {
    expect(read('{ "价": 1.50, "n": 12345678901234567890, "list": [null, true, {}] }')).toBe('{"价":1.50,"n":12345678901234567890,"list":[null,true,{}]}');
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (object) => {
      const text = read(JSON.stringify(object));
      expect(writeLexicalJson(businessContentField.write(text))).toBe(text);
    }));
  });

  it('loses the members that say nothing, which no signature covers (INT-112), and no entry of a list; members keep their order', () => {
    expect(read('{"10":"","9":{"z":null,"a":[null,"",{"b":""}]},"c":{"d":""},"1":0,"e":[]}')).toBe('{"9":{"a":[null,"",{}]},"c":{},"1":0,"e":[]}');
  });

  it.each(['"text"', '[]', '1', 'true', 'null'])('is an object, not %s', (json) => {
    expect(() => read(json)).toThrow('must be an object');
  });

  it('is small', () => {
    expect(() => read(JSON.stringify({ n: 'x'.repeat(LONGEST_CONTENT - 8) }))).not.toThrow();
    expect(() => read(JSON.stringify({ n: 'x'.repeat(LONGEST_CONTENT - 7) }))).toThrow(`longer than ${LONGEST_CONTENT}`);
  });
});
