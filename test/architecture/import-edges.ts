import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import { lineAt, walk, type SourceUnit } from './source-tree.js';

/** One import as written: of a file below src (`target`), of a package (`packageName`), or of something nobody can know in advance. */
export interface ImportEdge {
  readonly from: SourceUnit;
  readonly line: number;
  /** Path below src of the imported file, e.g. `crypto/sm2.ts`; starts with `../` when it lies outside. */
  readonly target?: string;
  /** `typeorm`, `@nestjs/common`, `node:fs`. */
  readonly packageName?: string;
}

const BUILTINS = new Set(builtinModules);
const edgesOfUnit = new WeakMap<SourceUnit, ImportEdge[]>();

/**
 * Every way in which the file reaches another module: import, export from, import = require, import(), require(), import types.
 * Imports of types count like all others. An edge without target and package is an import whose specifier is computed.
 */
export function importEdges(unit: SourceUnit): ImportEdge[] {
  const known = edgesOfUnit.get(unit);
  if (known) return known;
  const edges: ImportEdge[] = [];
  walk(unit.ast, (node) => {
    const specifier = specifierOf(node);
    if (specifier) edges.push(edgeTo(unit, node, specifier));
  });
  edgesOfUnit.set(unit, edges);
  return edges;
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  if (ts.isCallExpression(node) && isLoadingCall(node.expression)) return node.arguments[0];
  return undefined;
}

function isLoadingCall(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

function edgeTo(from: SourceUnit, node: ts.Node, specifier: ts.Node): ImportEdge {
  const line = lineAt(from, node.getStart(from.ast));
  if (!ts.isStringLiteralLike(specifier)) return { from, line };
  const name = specifier.text;
  if (!name.startsWith('.')) return { from, line, packageName: packageOf(name) };
  const target = posix.join(posix.dirname(from.path), name).replace(/\.js$/, '.ts');
  return { from, line, target };
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  if (BUILTINS.has(specifier)) return `node:${specifier}`;
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
