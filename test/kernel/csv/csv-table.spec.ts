import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCsv, writeCsv } from '../../../src/kernel/csv/csv-table.js';
import { Refusal } from '../../../src/protocol/refusal.js';

/** Every character that GB18030 writes in one or two bytes, by its bytes: what GBK has, taken from the decoder itself. */
const GBK = new Map<string, Buffer>();
for (let high = 0x81; high <= 0xfe; high += 1) {
  for (let low = 0x40; low <= 0xfe; low += 1) {
    const bytes = Buffer.from([high, low]);
    const text = low === 0x7f ? '\uFFFD' : new TextDecoder('gb18030').decode(bytes);
    if (text.length === 1 && text !== '\uFFFD') GBK.set(text, bytes);
  }
}
const inGbk = (text: string): Buffer => Buffer.concat([...text].map((each) => (each < '\x80' ? Buffer.from(each) : (GBK.get(each) ?? Buffer.from('?')))));

const awkward = fc.constantFrom(',', '"', '\n', '""', '",\n"', ' ', '，', '“', ';', '\t|', "'", '终端', '1.2');
const chinese = fc.constantFrom(...'医保电子凭证终端备案号挂号自助扫码枪墩服务厦门示例医院药店联通'.split(''));
const cell = fc.array(fc.oneof(awkward, chinese, fc.string({ maxLength: 4 })), { maxLength: 8 }).map((parts) => parts.join('').replaceAll('\r', ''))
  .filter((text) => !/^[=+\-@\t]/.test(text) && !/\p{Cs}/u.test(text));
const said = (cells: readonly string[]): boolean => cells.some((one) => one.trim() !== '');
const rowsOf = (each: fc.Arbitrary<string>) => fc.array(fc.array(each, { minLength: 1, maxLength: 5 }).filter(said), { maxLength: 6 });

const cellsIn = (bytes: Uint8Array, charset?: string) => readCsv(bytes, charset).map(({ cells }) => cells);
const refusalOf = (bytes: Uint8Array, charset?: string): string => {
  try {
    readCsv(bytes, charset);
    return 'none';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.faults.map(({ field, reason }) => `${field}: ${reason}`).join();
  }
};

describe('a file of comma-separated values', () => {
  it('reads what it wrote, whatever commas, quotes, line ends and Chinese stand in it, with and without a byte order mark', () => {
    fc.assert(fc.property(rowsOf(cell), fc.boolean(), (rows, marked) => {
      const text = writeCsv(rows);
      expect(cellsIn(Buffer.from(marked ? text : text.slice(1)))).toEqual(rows);
    }));
  });

  it('reads it in GBK too, where its characters are there', () => {
    const gbkCell = cell.map((text) => [...text].filter((each) => each < '\x80' || GBK.has(each)).join(''));
    fc.assert(fc.property(rowsOf(gbkCell.filter((text) => !/^[=+\-@\t]/.test(text))), (rows) => {
      const bytes = inGbk(writeCsv([['终端的名称', '编号'], ...rows]).slice(1));
      expect(cellsIn(bytes)).toEqual([['终端的名称', '编号'], ...rows]);
      expect(cellsIn(bytes, 'gb18030')).toEqual([['终端的名称', '编号'], ...rows]);
    }));
    expect(GBK.size).toBeGreaterThan(20_000);
  });

  it('reads characters of four bytes, as rare personal and place names have them', () => {
    expect(cellsIn(Buffer.concat([inGbk('医院,'), Buffer.from([0x95, 0x32, 0x82, 0x36])]))).toEqual([['医院', '𠀀']]);
  });

  it('says on which line a record begins, also after records of several lines and empty ones, whatever ends the lines', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['a,b', '"x', 'y","', '"', '', ' , ', 'c,d', ',"', '",'].join(end);
      expect(readCsv(Buffer.from(text))).toEqual([
        { line: 1, cells: ['a', 'b'] }, { line: 2, cells: ['x\ny', '\n'] }, { line: 7, cells: ['c', 'd'] },
      ]);
    }
  });

  it('takes the character set its sender names, and refuses bytes that are not in it', () => {
    const gbk = inGbk('联通');
    expect(cellsIn(gbk, 'GBK')).toEqual([['联通']]);
    expect(refusalOf(gbk, 'utf-8')).toBe('body: is not utf-8');
    expect(refusalOf(Buffer.from('a'), 'klingon')).toBe('body: is not klingon');
    expect(refusalOf(Buffer.from([0xff, 0xff, 0x41]))).toBe('body: is neither UTF-8 nor GB18030');
  });

  it.each([['a,b\n"x,1\n', 2], ['a,b\nx,1\nx"y,1\n', 3], ['"a"b,1\n', 1]])('refuses quotes that do not match: %j', (text, line) => {
    expect(refusalOf(Buffer.from(text))).toBe(`body: line ${line}: the quotes do not match`);
  });

  it('never reads other bytes than as records or a refusal', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.option(fc.constantFrom('gbk', 'utf-8'), { nil: undefined }), (bytes, charset) => {
      expect(typeof refusalOf(bytes, charset)).toBe('string');
    }));
  });

  it.each(['=1+1', '+86', '-2', '@SUM(A1)', '\tx'])('writes %j so that no spreadsheet carries it out', (text) => {
    expect(writeCsv([[text]]).replace(/^\uFEFF"?/, '')).toMatch(/^'/);
  });
});
