import ts from 'typescript';
import type { Finding, Law } from './law.js';
import { lineAt, walk, type SourceTree, type SourceUnit } from './source-tree.js';
import * as sees from './syntax-patterns.js';

/** A piece of syntax that may stand in one place only. Paths are relative to src; without a home it may stand nowhere. */
interface FencedSyntax {
  readonly name: string;
  readonly because: string;
  readonly home?: RegExp;
  readonly what: string;
  readonly recognises: (node: ts.Node) => boolean;
}

const FENCES: readonly FencedSyntax[] = [
  { name: 'mode-in-one-place', home: /^tiers\/index\.ts$/, what: 'compares the mode', recognises: sees.modeComparison,
    because: 'the folder decides the tier; an if on the mode hides one machine inside another' },
  { name: 'transactions', home: /^kernel\/persistence\/unit-of-work\.ts$/, what: 'opens a transaction', recognises: sees.callOf('transaction'),
    because: 'parallel transactions on one SQLite connection lose acknowledged rows; the unit of work is the only queue' },
  { name: 'hand-made-transactions', home: /^kernel\/persistence\//, what: 'starts a transaction by hand', recognises: sees.callOf('startTransaction'),
    because: 'what goes round the unit of work goes round its queue' },
  { name: 'environment', home: /^kernel\/config\/load-config\.ts$/, what: 'reads process.env', recognises: sees.environment,
    because: 'configuration is validated once at start and passed on as an argument' },
  { name: 'clock', home: /^(?:kernel|client)\/clock\.ts$/, what: 'asks the system for the time', recognises: sees.systemTime,
    because: 'time is injected, so that expiry can be tested and the sandbox can turn the clock' },
  { name: 'return-codes', home: /^protocol\/dictionaries\//, what: 'writes a number of table C.4', recognises: sees.returnCode,
    because: 'a refusal names its row; the number and its text stand once' },
  { name: 'randomness', what: 'uses Math.random', recognises: sees.memberOf('Math', ['random']),
    because: 'a guessable code or token is a forged credential' },
  { name: 'console', home: /^cli\//, what: 'writes to the console', recognises: sees.memberOf('console'),
    because: 'a server logs through the kernel, where personal data are redacted' },
  { name: 'no-synchronize', what: 'lets TypeORM change the schema', recognises: sees.synchronize,
    because: 'a schema changes by a reviewed migration, or data are lost' },
  { name: 'pragmas', home: /^kernel\/persistence\/data-source-options\.ts$/, what: 'sets a pragma', recognises: sees.pragma,
    because: 'durability is decided in one place: data-source-options.ts alone names pragmas' },
];

function seenIn(unit: SourceUnit, fence: FencedSyntax): Finding[] {
  const found: Finding[] = [];
  walk(unit.ast, (node) => {
    if (fence.recognises(node)) found.push({ file: unit.file, line: lineAt(unit, node.getStart(unit.ast)), says: fence.what });
  });
  return found;
}

function fenceLaw(fence: FencedSyntax): Law {
  const outside = (tree: SourceTree): SourceUnit[] => tree.src.filter((unit) => !fence.home?.test(unit.path));
  return { name: fence.name, because: fence.because, check: (tree) => outside(tree).flatMap((unit) => seenIn(unit, fence)) };
}

/** What may be written in one place only, or nowhere. */
export const syntaxLaws: readonly Law[] = FENCES.map(fenceLaw);
