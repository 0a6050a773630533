import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { returnCodesPage } from '../../../src/protocol/description/return-codes-page.js';
import { proofs, returnCodeCauses } from '../../../src/protocol/dictionaries/return-code-causes.js';
import { returnCodes } from '../../../src/protocol/dictionaries/return-codes.js';

const FLOWS = 'test/flows';
const fileOf = (proof: string): string => `appendix-c-${proof}.e2e-spec.ts`;

/** The lines of a file whose titles begin with a number and a text. */
function linesOf(file: string): { code: string; text: string; file: string }[] {
  const titles = readFileSync(`${FLOWS}/${file}`, 'utf8').matchAll(/^ *it\('(-?\d+) (.+?) · .+', async/gm);
  return [...titles].map(([, code, text]) => ({ code, text, file }));
}

describe('docs/return-codes.md', () => {
  it('is what the table of causes says', () => {
    expect(readFileSync('docs/return-codes.md', 'utf8')).toBe(returnCodesPage());
  });

  it('names, for each code and its exact text, the file with the one line that produces it; there is no other such line', () => {
    const lines = proofs.flatMap((proof) => linesOf(fileOf(proof)));
    const table = Object.values(returnCodes).map(({ name, code, text }) => ({ code: String(code), text, file: fileOf(returnCodeCauses[name].provenIn) }));
    const byCode = (left: { code: string }, right: { code: string }): number => Number(left.code) - Number(right.code);
    expect(lines.toSorted(byCode)).toEqual(table.toSorted(byCode));
  });

  it('forgets no file of such lines', () => {
    expect(readdirSync(FLOWS).filter((file) => file.startsWith('appendix-c-')).toSorted()).toEqual(proofs.map(fileOf).toSorted());
  });

  it('gives no two codes the same cause', () => {
    const causes = Object.values(returnCodeCauses).flatMap(({ chinese, english }) => [chinese, english]);
    expect(causes.filter((cause, at) => causes.indexOf(cause) !== at)).toEqual([]);
  });
});
