import { findCycles } from './cycle-law.js';
import { measureFunctions } from './functions.js';
import type { SourceTree, SourceUnit } from './source-tree.js';

/** The numbers by which the house compares itself with others: lines, and a count of cycles. */
export interface Statistics {
  readonly files: number;
  readonly fileMedian: number;
  readonly functions: number;
  readonly functionMedian: number;
  readonly functionP90: number;
  readonly cycles: number;
}

/** Tables and migrations are data: they are as long as what they record. */
export function isData(unit: SourceUnit): boolean {
  return /(^|\/)(dictionaries|migrations)\//.test(unit.path);
}

/** Measures src. Functions are those with a name, so that one-line callbacks do not make the median look good. */
export function measureTree(tree: SourceTree): Statistics {
  const files = tree.src.filter((unit) => !isData(unit)).map((unit) => unit.lineCount);
  const functions = tree.src.flatMap(measureFunctions).filter((each) => each.named).map((each) => each.lines);
  return {
    files: files.length,
    fileMedian: percentile(files, 50),
    functions: functions.length,
    functionMedian: percentile(functions, 50),
    functionP90: percentile(functions, 90),
    cycles: findCycles(tree).length,
  };
}

/** Nearest rank: the smallest value that at least `percent` of all values do not exceed; 0 for none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
}

/** One line for the reader of a test run. */
export function describeStatistics(numbers: Statistics): string {
  return `architecture: ${numbers.files} files, median ${numbers.fileMedian} lines; `
    + `${numbers.functions} functions, median ${numbers.functionMedian}, p90 ${numbers.functionP90} lines; `
    + `${numbers.cycles} import cycles`;
}
