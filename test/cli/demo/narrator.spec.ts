import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alignedColumns, displayWidth, padLeft, padRight, wrapped } from '../../../src/cli/display-width.js';
import { Narrator } from '../../../src/cli/demo/narrator.js';
import { paint } from '../../../src/cli/demo/paint.js';
import { yuan } from '../../../src/cli/demo/pictures.js';
import { drawQrCode } from '../../../src/cli/demo/qr-drawing.js';

const words = fc.array(fc.constantFrom('甄', '测', 'a', '（', '）', '·', '2', ' '), { maxLength: 30 }).map((characters) => characters.join(''));

describe('columns of a terminal', () => {
  it('count two for Chinese characters and full-width signs', () => {
    expect([displayWidth('甄测试'), displayWidth('ec.query'), displayWidth('（4.11）')]).toEqual([6, 8, 8]);
  });

  it('are filled exactly, whatever the text', () => {
    fc.assert(fc.property(words, fc.nat(100), (text, width) => {
      const wanted = Math.max(width, displayWidth(text));
      return displayWidth(padRight(text, width)) === wanted && displayWidth(padLeft(text, width)) === wanted;
    }));
  });

  it('begin at the same place in every row', () => {
    fc.assert(fc.property(fc.array(words, { minLength: 1 }), (cells) => {
      const starts = alignedColumns(cells.map((cell) => [cell, '|'])).map((line) => displayWidth(line.slice(0, line.indexOf('|'))));
      return new Set(starts).size === 1;
    }));
  });
});

describe('a wrapped text', () => {
  const parts = fc.constantFrom('甄', '测', '，', '。', '（', '）', '「', 'HTTP', 'ec.query', ' ', '2');
  const texts = fc.array(parts, { maxLength: 60 }).map((each) => each.join('').trim());
  const pressed = (text: string): string => text.replaceAll(' ', '');

  it('keeps to its width, loses nothing, and begins no line with a sign that closes', () => {
    fc.assert(fc.property(texts, fc.integer({ min: 30, max: 90 }), (text, width) => {
      const lines = wrapped(text, width);
      expect(pressed(lines.join(''))).toBe(pressed(text));
      for (const line of lines.slice(1)) expect('，。）').not.toContain(line[0]);
      // a word longer than a line stands alone
      for (const line of lines) if (displayWidth(line) > width) expect(line.trim()).not.toMatch(/ |[甄测].*[甄测]/);
    }));
  });

  it('breaks at blanks and between Han characters', () => {
    expect(wrapped('以签名、加密的 HTTP 通信；人物虚构。', 20)).toEqual(['以签名、加密的 HTTP', '通信；人物虚构。']);
    expect(wrapped('', 20)).toEqual(['']);
  });
});

describe('the narrator', () => {
  const hop = { zone: 'core' as const, from: 'institution:H1', to: 'province:35', transType: 'ec.query', clause: 'A.1.6', code: 500049, text: '电子凭证二维码无效', ms: 3.04, began: 0, ended: 3 };

  it('tells a transaction on one aligned line, with names instead of numbers', () => {
    const lines: string[] = [];
    const narrator = new Narrator(paint(false), (line) => lines.push(line));
    narrator.name('institution:H1', '厦门医院');
    narrator.name('province:35', '福建中台');
    narrator.hops([hop, { ...hop, code: 0, text: '成功', ms: 123.4, began: 10, ended: 133.4 }]);
    expect(lines).toEqual([
      '   厦门医院     → 福建中台 ec.query                500049 电子凭证二维码无效     3.0 ms  A.1.6',
      '   厦门医院     → 福建中台 ec.query                0 成功                        123 ms  A.1.6',
    ]);
  });

  it.each([80, 100, 120, 40, 400])('fits into a terminal of %d columns, 80 at least and 120 at most; what does not fit beside stands below', (columns) => {
    const lines: string[] = [];
    const narrator = new Narrator(paint(false), (line) => lines.push(line), columns);
    for (const party of ['institution:H1', 'province:35']) narrator.name(party, '厦门医院');
    narrator.hopColumns();
    narrator.hops([{ ...hop, transType: 'ec.authorization.change', clause: '6.1.3.3 b-e', code: 500003, text: '该电子凭证应用渠道未授权', ms: 1234 }]);
    narrator.act({ title: ['第六幕', 'Act 6'], clause: '4.7', plays: ['本人可在官方渠道撤销授权，各参保省随即得知。'.repeat(3), 'the person revokes it. '.repeat(9)] });
    const width = Math.min(120, Math.max(80, columns));
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    expect(lines.some((line) => line.includes('500003 该电子凭证应用渠道未授权'))).toBe(width === 120);
    expect(lines.join('')).toContain('该电子凭证应用渠道未授权');
  });

  it('colours only where it may', () => {
    const told = (coloured: boolean): string => {
      const lines: string[] = [];
      new Narrator(paint(coloured), (line) => lines.push(line)).hops([hop]);
      return lines.join('');
    };
    expect(told(true)).toContain('\u001b[33m500049');
    // oxlint-disable-next-line no-control-regex
    expect(told(true).replaceAll(/\u001b\[[\d;]+m/g, '')).toBe(told(false));
  });

  it('writes fen as yuan to the fen', () => {
    expect([0, 5, 100, 12_345, 100_000_000_000_00].map(yuan)).toEqual(['0.00', '0.05', '1.00', '123.45', '100000000000.00']);
  });
});

describe('a code drawn in the terminal', () => {
  const lines = drawQrCode('4242540523759538921109350000');

  it('is 25 columns and 13 lines, with a quiet zone around it', () => {
    expect(lines.map((line) => line.length)).toEqual(Array.from({ length: 13 }, () => 25));
    expect([lines[0]?.trim(), ...lines.map((line) => line.slice(0, 2).trim() + line.slice(-2).trim())].join('')).toBe('');
  });

  it('has its three finder patterns where a reader looks for them, and another picture for another value', () => {
    const finder = ['█▀▀▀▀▀█', '█ ███ █', '█ ▀▀▀ █', '▀▀▀▀▀▀▀'];
    const corner = (row: number, column: number) => lines.slice(row, row + 4).map((line) => line.slice(column, column + 7));
    expect(corner(1, 2)).toEqual(finder);
    expect(corner(1, 16)).toEqual(finder);
    expect(lines.slice(8, 12).map((line) => line.slice(2, 9))).toEqual(finder);
    expect(drawQrCode('4242540523759538921110350000')).not.toEqual(lines);
  });
});
