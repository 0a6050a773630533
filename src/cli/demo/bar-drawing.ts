/** Widths of three bars and three spaces, in modules: symbol characters 0 to 105 of Code 128 (ISO/IEC 15417). In code set C, 0 to 99 are two digits. */
const PATTERNS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 '
  + '221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 '
  + '231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 '
  + '314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 '
  + '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 '
  + '114131 311141 411131 211412 211214 211232'
).split(' ');
const START_C = 105;
const STOP = '2331112';
const MODULUS = 103;

/** Light modules on either side; the standard asks for ten. */
const QUIET = 10;
const LINES = 4;

/** The modules of a number of an even count of digits as Code 128 in code set C, with its quiet zones: true is dark. */
export function barCodeModules(digits: string): boolean[] {
  if (!/^(?:\d\d)+$/.test(digits)) throw new RangeError('code set C holds pairs of digits');
  const pairs = (digits.match(/../g) ?? []).map(Number);
  const check = pairs.reduce((sum, pair, index) => sum + pair * (index + 1), START_C) % MODULUS;
  const widths = [START_C, ...pairs, check].map((character) => PATTERNS[character]).join('') + STOP;
  const bars = [...widths].flatMap((width, index) => Array<boolean>(Number(width)).fill(index % 2 === 0));
  const quiet = Array<boolean>(QUIET).fill(false);
  return [...quiet, ...bars, ...quiet];
}

/** Draws a code value (4.10) as a bar code for the terminal: one character for two modules side by side. 28 digits make 209 modules, that is 105 columns. */
export function drawBarCode(value: string): string[] {
  const modules = barCodeModules(value);
  let line = '';
  for (let at = 0; at < modules.length; at += 2) line += block(modules[at], modules[at + 1] ?? false);
  return Array<string>(LINES).fill(line);
}

function block(left: boolean, right: boolean): string {
  if (left) return right ? '█' : '▌';
  return right ? '▐' : ' ';
}
