import { inflateSync } from 'node:zlib';

/** What stands on the pages of a PDF as a reader would copy it, without blanks: glyph ids read back through the font's own table of characters. */
export function pdfText(pdf: Buffer): string {
  const streams = streamsOf(pdf);
  const characters = new Map(streams.filter((stream) => stream.includes('beginbfrange')).flatMap(charactersOf));
  const pages = streams.filter((stream) => /\bBT\b[\s\S]*\bTJ\b/.test(stream));
  const glyphs = pages.flatMap((page) => [...page.matchAll(/\[([^\]]*)\] TJ/g)].flatMap(([, shown = '']) => [...shown.matchAll(/<([0-9a-f]+)>/gi)]));
  return glyphs.flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []).map((glyph) => characters.get(Number.parseInt(glyph, 16)) ?? '\uFFFD').join('').replace(/\s/g, '');
}

/** How many pages, and how large the first is, in points. */
export function pdfPages(pdf: Buffer): { count: number; width: number; height: number } {
  const text = pdf.toString('latin1');
  const [, width = '', height = ''] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
  return { count: (text.match(/\/Type \/Page\b/g) ?? []).length, width: Number(width), height: Number(height) };
}

function streamsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/Length (\d+)[\s\S]{0,200}?stream\r?\n/g)].map((found) => {
    const start = found.index + found[0].length;
    const bytes = pdf.subarray(start, start + Number(found[1]));
    return (found[0].includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
  });
}

/** A ToUnicode map: `<first> <last> [<UTF-16> …]`. */
function charactersOf(map: string): [number, string][] {
  return [...map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)].flatMap(([, first = '', list = '']) => (
    [...list.matchAll(/<([0-9a-f]*)>/gi)].map(([, utf16 = ''], index): [number, string] => (
      [Number.parseInt(first, 16) + index, (utf16.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('')]
    ))
  ));
}
