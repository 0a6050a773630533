import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sm3Hex } from '../../../src/crypto/sm3.js';
import { csvCells } from '../../../src/kernel/csv/csv-cells.js';
import { readCsvLines, scanCsv, type CsvLine } from '../../../src/kernel/csv/csv-file.js';
import { scratchFolder } from '../../cli/scratch.js';

const folder = scratchFolder();
let files = 0;

function fileOf(content: string | Uint8Array): string {
  files += 1;
  const file = join(folder, `${files}.csv`);
  writeFileSync(file, content);
  return file;
}

async function linesOf(file: string, from = { position: 0, line: 0 }): Promise<CsvLine[]> {
  const { charset } = await scanCsv(file);
  const found: CsvLine[] = [];
  for await (const lines of readCsvLines(file, charset, from)) found.push(...lines);
  return found;
}

/** 证件类型 and 姓名 as GB18030 writes them, and two rows. */
const GB18030 = Buffer.from('d6a4bcfec0e0d0cd2cd0d5c3fb0a30312cd5e7b2e2cad40a30312cbcd6cabec0fd0a', 'hex');

describe('cells of a line', () => {
  it.each([
    ['a,b,c', ['a', 'b', 'c']], ['', ['']], [',', ['', '']], ['"a,b",c', ['a,b', 'c']], ['"say ""yes""",', ['say "yes"', '']],
  ])('%s', (text, cells) => { expect(csvCells(text)).toEqual(cells); });

  it.each(['"a', 'a"b,c', '"a"b,c', 'a,"b', '""",'])('%s has quotes that do not match', (text) => { expect(csvCells(text)).toBeUndefined(); });
});

describe('a file of comma-separated values, line by line', () => {
  it('comes with the number of every line and the place after it, and passes over lines without text', async () => {
    const lines = await linesOf(fileOf('a,b\r\n\r\n1,2\n,\n3,4'));
    expect(lines).toEqual([{ line: 1, end: 5, cells: ['a', 'b'] }, { line: 3, end: 11, cells: ['1', '2'] }, { line: 5, end: 16, cells: ['3', '4'] }]);
  });

  it('reads on from the place after any line as if it had never stopped', async () => {
    const file = fileOf(`${'姓名,甄测试\n'.repeat(40_000)}last,line`);
    const whole = await linesOf(file);
    for (const at of [0, 1, 20_000, 39_998]) {
      const { line, end } = whole[at];
      expect(await linesOf(file, { line, position: end })).toEqual(whole.slice(at + 1));
    }
  });

  it('is known by its content, and counts its lines', async () => {
    const content = 'a,b\n1,2\n3,4';
    expect(await scanCsv(fileOf(content))).toEqual({ digest: sm3Hex(content), bytes: 11, lines: 3, charset: 'utf-8' });
  });

  it('may be UTF-8 with or without a mark, or GB18030', async () => {
    const rows = ['证件类型', '姓名'];
    for (const content of ['\uFEFF证件类型,姓名\n01,甄测试\n01,贾示例\n', '证件类型,姓名\n01,甄测试\n01,贾示例\n', GB18030]) {
      expect((await linesOf(fileOf(content))).map(({ cells }) => cells)).toEqual([rows, ['01', '甄测试'], ['01', '贾示例']]);
    }
  });

  it('one spoilt line is a fault of this line, and does not turn the others into another character set', async () => {
    const file = fileOf(Buffer.concat([Buffer.from('姓名\n甄测试\n'), Buffer.from([0xd5, 0xe7, 0x0a]), Buffer.from('贾示例\n')]));
    expect(await linesOf(file)).toMatchObject([{ cells: ['姓名'] }, { cells: ['甄测试'] }, { line: 3, fault: 'characters' }, { cells: ['贾示例'] }]);
  });

  it('a line without an end of its own is a fault of this line, and is not kept', async () => {
    const file = fileOf(`a\n"b\n${'x'.repeat(600_000)}\nc\n${'y'.repeat(9_000)}`);
    expect(await linesOf(file)).toEqual([
      { line: 1, end: 2, cells: ['a'] }, { line: 2, end: 5, cells: [], fault: 'quotes' }, { line: 3, end: 600_006, cells: [], fault: 'tooLong' },
      { line: 4, end: 600_008, cells: ['c'] }, { line: 5, end: 609_008, cells: [], fault: 'tooLong' },
    ]);
  });
});
