import ts from 'typescript';

type Recogniser = (node: ts.Node) => boolean;

/** `a.name` or `a['name']`: the object and the name of the member. */
function memberAccess(node: ts.Node): { object: ts.Expression; member: string } | undefined {
  if (ts.isPropertyAccessExpression(node)) return { object: node.expression, member: node.name.text };
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return { object: node.expression, member: node.argumentExpression.text };
  }
  return undefined;
}

/** The last word of an expression: `mode` for `mode`, `config.mode`, `this.config['mode']` and `(mode as Mode)!`. */
function lastWord(node: ts.Node): string | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isAssertionExpression(node) || ts.isNonNullExpression(node)) return lastWord(node.expression);
  return ts.isIdentifier(node) ? node.text : memberAccess(node)?.member;
}

const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken,
]);

export const modeComparison: Recogniser = (node) => {
  if (ts.isSwitchStatement(node)) return lastWord(node.expression) === 'mode';
  if (!ts.isBinaryExpression(node) || !EQUALITY.has(node.operatorToken.kind)) return false;
  return lastWord(node.left) === 'mode' || lastWord(node.right) === 'mode';
};

/** A call of a method of that name, whatever it is called on. */
export function callOf(method: string): Recogniser {
  return (node) => ts.isCallExpression(node) && memberAccess(node.expression)?.member === method;
}

/** A member of a global object, also through globalThis: any of `members`, or every one when none is named. */
export function memberOf(object: string, members?: readonly string[]): Recogniser {
  return (node) => {
    const access = memberAccess(node);
    if (!access || lastWord(access.object) !== object) return false;
    return members?.includes(access.member) ?? true;
  };
}

const processEnv = memberOf('process', ['env']);

/** `process.env`, `const { env } = process` and `import { env } from 'node:process'`. */
export const environment: Recogniser = (node) => {
  if (ts.isImportSpecifier(node)) {
    const from = node.parent.parent.parent.moduleSpecifier;
    return ts.isStringLiteral(from) && /^(node:)?process$/.test(from.text) && (node.propertyName ?? node.name).text === 'env';
  }
  if (ts.isBindingElement(node)) return takesEnvFromProcess(node);
  return processEnv(node);
};

function takesEnvFromProcess(node: ts.BindingElement): boolean {
  const declaration = node.parent.parent;
  return ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined
    && lastWord(declaration.initializer) === 'process' && lastWord(node.propertyName ?? node.name) === 'env';
}

const dateNow = memberOf('Date', ['now']);

/** `Date.now`, `new Date(...)` and `Date()`; Date.UTC is arithmetic and asks nobody. */
export const systemTime: Recogniser = (node) => {
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) return lastWord(node.expression) === 'Date';
  return dateNow(node);
};

/** 500001 to 500099 and 500159; not 500000, 500101 and their like, which are administrative divisions of Chongqing. */
const TABLE_C4 = /^-?(5000(?!00)\d\d|500159)$/;

/** A literal that is a number of table C.4 as a whole, as text or number: 500049, '500049', '-500049'. */
export const returnCode: Recogniser = (node) =>
  (ts.isNumericLiteral(node) || ts.isStringLiteralLike(node)) && TABLE_C4.test(node.text);

const synchronizeCall = callOf('synchronize');

/** `synchronize: true` in options, and calls of `dataSource.synchronize()`. */
export const synchronize: Recogniser = (node) => synchronizeCall(node)
  || (ts.isPropertyAssignment(node) && lastWord(node.name) === 'synchronize' && node.initializer.kind === ts.SyntaxKind.TrueKeyword);

const pragmaCall = callOf('pragma');

/** `db.pragma(...)` and SQL text that begins with PRAGMA. */
export const pragma: Recogniser = (node) => pragmaCall(node)
  || ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && /^\s*PRAGMA\b/i.test(node.text));
