import ts from 'typescript';
import { lineAt, walk, type SourceUnit } from './source-tree.js';

/** A function with a body: where its signature begins, and how many lines it takes to its closing brace. */
export interface MeasuredFunction {
  readonly unit: SourceUnit;
  readonly line: number;
  readonly lines: number;
  /** Whether it has a name of its own; a callback written in place has none. */
  readonly named: boolean;
}

type WithBody = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

/** Every function, method, accessor, constructor and arrow function of a file. */
export function measureFunctions(unit: SourceUnit): MeasuredFunction[] {
  const found: MeasuredFunction[] = [];
  walk(unit.ast, (node) => {
    if (hasBody(node)) found.push(measure(unit, node));
  });
  return found;
}

function hasBody(node: ts.Node): node is WithBody {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

function measure(unit: SourceUnit, node: WithBody): MeasuredFunction {
  const line = lineAt(unit, signatureStart(unit, node));
  return { unit, line, lines: lineAt(unit, node.getEnd()) - line + 1, named: isNamed(node) };
}

/** Decorators are data about a method, not lines of it. */
function signatureStart(unit: SourceUnit, node: WithBody): number {
  const decorators = ts.canHaveDecorators(node) ? ts.getDecorators(node) ?? [] : [];
  const end = decorators.at(-1)?.getEnd();
  if (end === undefined) return node.getStart(unit.ast);
  return end + (/^\s*/.exec(unit.text.slice(end))?.[0].length ?? 0);
}

function isNamed(node: WithBody): boolean {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return true;
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
}
