import { readFileSync } from 'node:fs';

const { characters } = JSON.parse(readFileSync(new URL('../../vectors/symbols/code-128.json', import.meta.url), 'utf8')) as { characters: string[] };
const STOP = characters.length - 1;
const START_C = 105;
/** Modules of a character; the stop character has two more. */
const WIDTH = 11;

/**
 * Reads a bar code of Code 128, code set C, off the lines of a terminal, as a scanner would: from the modules alone, with a table that the drawing does not
 * know. Throws where it is no such symbol.
 */
export function readBarCode(lines: readonly string[]): string {
  if (new Set(lines).size !== 1) throw new Error('the bars do not stand upright');
  const modules = [...(lines[0] ?? '')].map((character) => BLOCKS[character] ?? '??').join('');
  const [, quiet = '', symbol = '', quietAfter = ''] = /^(0*)(1.*1)(0*)$/.exec(modules) ?? [];
  if (quiet.length < 10 || quietAfter.length < 10) throw new Error('there is no quiet zone of ten modules');
  const values = charactersIn(symbol);
  if (values.shift() !== START_C) throw new Error('it does not start in code set C');
  const check = values.pop();
  if (check !== values.reduce((sum, value, index) => sum + value * (index + 1), START_C) % 103) throw new Error('the check character is wrong');
  return values.map((value) => String(value).padStart(2, '0')).join('');
}

const BLOCKS: Readonly<Record<string, string>> = { '█': '11', '▌': '10', '▐': '01', ' ': '00' };

/** The values of the characters before the stop character. */
function charactersIn(symbol: string): number[] {
  const body = symbol.slice(0, -WIDTH - 2);
  if (characters.indexOf(symbol.slice(body.length)) !== STOP || body.length % WIDTH !== 0) throw new Error('it does not end with the stop character');
  const values = (body.match(/.{11}/g) ?? []).map((bits) => characters.indexOf(bits));
  if (values.includes(-1)) throw new Error('it has modules that are no character');
  return values;
}
