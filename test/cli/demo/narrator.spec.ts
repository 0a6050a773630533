import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alignedColumns, displayWidth, padLeft, padRight } from '../../../src/cli/display-width.js';
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

describe('the narrator', () => {
  const hop = { zone: 'core' as const, from: 'institution:H1', to: 'province:35', transType: 'ec.query', clause: 'A.1.6', code: 500049, text: '电子凭证二维码无效', ms: 3.04, began: 0, ended: 3 };

  it('tells a transaction on one aligned line, with names instead of numbers', () => {
    const lines: string[] = [];
    const narrator = new Narrator(paint(false), (line) => lines.push(line));
    narrator.name('institution:H1', '厦门医院');
    narrator.name('province:35', '福建中台');
    narrator.hops([hop, { ...hop, code: 0, text: '成功', ms: 123.4, began: 10, ended: 133.4 }]);
    expect(lines).toEqual([
      '   厦门医院      → 福建中台  ec.query                500049 电子凭证二维码无效  3.0 ms  A.1.6',
      '   厦门医院      → 福建中台  ec.query                0 成功                     123 ms  A.1.6',
    ]);
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
