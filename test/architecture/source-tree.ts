import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** One TypeScript file, read and parsed. `path` is relative to its area (`src` or `test`), with forward slashes. */
export interface SourceUnit {
  readonly area: 'src' | 'test';
  readonly path: string;
  readonly file: string;
  readonly text: string;
  readonly lineCount: number;
  readonly ast: ts.SourceFile;
}

/** What the laws look at: the two areas of a repository, parsed once, and the place where its other files lie. */
export interface SourceTree {
  readonly root: string;
  readonly src: readonly SourceUnit[];
  readonly test: readonly SourceUnit[];
}

/** Fixtures break the laws on purpose and are no part of the tree; vectors are data. */
const NOT_OURS = /^test\/(architecture\/fixtures|vectors)\//;

/** Reads a repository. `suffix` is what source files end in: `.ts.txt` for fixtures, so that no compiler picks them up. */
export function readSourceTree(root: string, suffix = '.ts'): SourceTree {
  const area = (name: 'src' | 'test'): SourceUnit[] => filesBelow(join(root, name), '')
    .filter((path) => path.endsWith(suffix) && !NOT_OURS.test(`${name}/${path}`))
    .map((path) => readUnit(root, name, path.slice(0, -suffix.length), suffix));
  return { root, src: area('src'), test: area('test') };
}

function filesBelow(folder: string, prefix: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => (entry.isDirectory()
    ? filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
    : [`${prefix}${entry.name}`]));
}

function readUnit(root: string, area: 'src' | 'test', stem: string, suffix: string): SourceUnit {
  const text = readFileSync(join(root, area, stem + suffix), 'utf8');
  const path = `${stem}.ts`;
  const file = `${area}/${path}`;
  const lineCount = text.replace(/\n$/, '').split('\n').length;
  return { area, path, file, text, lineCount, ast: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true) };
}

/** The line, counted from 1, on which a position of the file stands. */
export function lineAt(unit: SourceUnit, position: number): number {
  return unit.ast.getLineAndCharacterOfPosition(position).line + 1;
}

/** Calls `visit` for every node of the file, outer nodes first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
