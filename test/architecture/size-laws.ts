import { measureFunctions } from './functions.js';
import type { Finding, Law } from './law.js';
import type { SourceTree } from './source-tree.js';
import { isData, measureTree, type Statistics } from './statistics.js';

const FILE_CAP = 250;
const FUNCTION_CAP = 60;

function longFiles(tree: SourceTree): Finding[] {
  return [...tree.src, ...tree.test]
    .filter((unit) => unit.lineCount > FILE_CAP && !isData(unit))
    .map((unit) => ({ file: unit.file, line: 1, says: `has ${unit.lineCount} lines, ${FILE_CAP} at most` }));
}

function longFunctions(tree: SourceTree): Finding[] {
  return tree.src.flatMap(measureFunctions)
    .filter((each) => each.lines > FUNCTION_CAP)
    .map((each) => ({ file: each.unit.file, line: each.line, says: `a function of ${each.lines} lines, ${FUNCTION_CAP} at most` }));
}

/** A law about the whole of src: one number of its statistics may not exceed a limit. */
function statisticLaw(name: string, number: keyof Statistics, limit: number): Law {
  return {
    name,
    because: 'the houses we learn from are short in the middle and at the tail; a slow growth shows here first',
    check: (tree) => {
      const value = measureTree(tree)[number];
      return value > limit ? [{ file: 'src', line: 1, says: `is ${value} lines, ${limit} at most` }] : [];
    },
  };
}

export const sizeLaws: readonly Law[] = [
  { name: 'file-length', because: 'a file that does not fit a reader\'s head hides things', check: longFiles },
  { name: 'function-length', because: 'a function is one thought; a column of named steps is readable, a page of code is not', check: longFunctions },
  statisticLaw('function-median', 'functionMedian', 9),
  statisticLaw('function-p90', 'functionP90', 30),
  statisticLaw('file-median', 'fileMedian', 80),
];
