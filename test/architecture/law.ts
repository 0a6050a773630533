import type { SourceTree } from './source-tree.js';

/** One place where a law is broken. `file` is relative to the root of the tree, `line` starts at 1. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

/** A rule of the house: its name, its reason, and the check that finds every place where it is broken. */
export interface Law {
  readonly name: string;
  readonly because: string;
  check(tree: SourceTree): Finding[];
}

/** The sentence a reader gets: where, which law, what was found, and why the law stands. */
export function describeFinding(law: Law, finding: Finding): string {
  return `${finding.file}:${finding.line}  [${law.name}] ${finding.says}\n    because ${law.because}`;
}
