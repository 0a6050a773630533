import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LAWS } from './laws.js';
import { readSourceTree, type SourceTree, type SourceUnit } from './source-tree.js';

const FIXTURES = fileURLToPath(new URL('./fixtures/', import.meta.url));

/** The names of all fixtures: one for each law, and `clean`. */
export function fixtureNames(): string[] {
  return readdirSync(FIXTURES);
}

/** A small repository whose files end in `.ts.txt`, so that compiler, linter and test runner leave them alone. */
export function readFixture(name: string): SourceTree {
  return readSourceTree(join(FIXTURES, name), '.ts.txt');
}

/**
 * What a fixture says of itself, as sorted lines `file:line law`: a line that ends in `// breaks: law-a, law-b` breaks those laws
 * there; `// breaks overall: law` breaks a law about the whole of src.
 */
export function expectedFindings(tree: SourceTree): string[] {
  return [...tree.src, ...tree.test].flatMap(markersOf).sort();
}

function markersOf(unit: SourceUnit): string[] {
  return unit.text.split('\n').flatMap((text, index) => {
    const [, overall, names] = /\/\/ breaks( overall)?: (.+)$/.exec(text) ?? [];
    const place = overall ? 'src:1' : `${unit.file}:${index + 1}`;
    return names === undefined ? [] : names.split(', ').map((name) => `${place} ${name}`);
  });
}

/** What all laws together find in a tree, in the same form. */
export function actualFindings(tree: SourceTree): string[] {
  return LAWS.flatMap((law) => law.check(tree).map((each) => `${each.file}:${each.line} ${law.name}`)).sort();
}
