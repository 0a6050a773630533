import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Law } from './law.js';
import type { SourceUnit } from './source-tree.js';

const REGISTER = 'docs/interpretations.md';

/** The numbers that have a row in the register; none when there is no register. */
function registeredNumbers(root: string): ReadonlySet<string> {
  const file = join(root, REGISTER);
  if (!existsSync(file)) return new Set();
  return new Set([...readFileSync(file, 'utf8').matchAll(/^\|\s*(INT-\d+)\s*\|/gm)].map((row) => row[1]));
}

function unknownMentions(unit: SourceUnit, known: ReadonlySet<string>): Finding[] {
  return unit.text.split('\n').flatMap((text, index) => [...text.matchAll(/\bINT-\d+\b/g)]
    .filter(([number]) => !known.has(number))
    .map(([number]) => ({ file: unit.file, line: index + 1, says: `${number} has no row in ${REGISTER}` })));
}

export const interpretationLaw: Law = {
  name: 'interpretations',
  because: 'where code rests on our reading of the standard, the reading must be written down',
  check: (tree) => {
    const known = registeredNumbers(tree.root);
    return [...tree.src, ...tree.test].flatMap((unit) => unknownMentions(unit, known));
  },
};
