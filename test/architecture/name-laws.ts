import type { Finding, Law } from './law.js';
import type { SourceTree } from './source-tree.js';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const ROLES = new Set(['module', 'controller', 'handler', 'entity', 'store', 'rules', 'port', 'command', 'tier']);
/** `common-parameters.ts` is a table of the standard (公共参数) and stays; a file or folder that is only `common` says nothing. */
const VAGUE = /^(common|((.+-)?(utils?|helpers?)))$/;

function badName(path: string): string | undefined {
  const segments = path.replace(/\.ts$/, '').split('/');
  const [stem = '', ...roles] = (segments.pop() ?? '').split('.');
  const crooked = [...segments, stem].find((word) => !KEBAB.test(word));
  if (crooked !== undefined) return `"${crooked}" is not kebab-case`;
  const unknown = roles.length > 1 ? roles.join('.') : roles.find((role) => !ROLES.has(role));
  return unknown === undefined ? undefined : `".${unknown}" is no role of the house`;
}

function vagueName(path: string): string | undefined {
  const vague = path.replace(/\.ts$/, '').split(/[/.]/).find((word) => VAGUE.test(word));
  return vague === undefined ? undefined : `"${vague}" names nothing`;
}

function judgeNames(tree: SourceTree, judge: (path: string) => string | undefined): Finding[] {
  return tree.src.flatMap((unit) => {
    const says = judge(unit.path);
    return says === undefined ? [] : [{ file: unit.file, line: 1, says }];
  });
}

export const nameLaws: readonly Law[] = [
  { name: 'file-names', because: 'a reader guesses the path: kebab-case, and the suffix is the role', check: (tree) => judgeNames(tree, badName) },
  { name: 'vague-names', because: 'a drawer for everything is where duplicates grow', check: (tree) => judgeNames(tree, vagueName) },
];
