/** What is compared: one act, done by several contenders. The first is what the others are measured against. */
export interface Comparison {
  readonly act: string;
  readonly contenders: Readonly<Record<string, () => unknown>>;
}

export interface Measured {
  readonly act: string;
  readonly contender: string;
  /** Microseconds of one act: the median of the rounds and the best of them. */
  readonly medianMicroseconds: number;
  readonly bestMicroseconds: number;
  /** How many times as fast as the first contender: the median of the ratios within one round. */
  readonly ratio: number;
}

export interface RoundsWish {
  readonly rounds: number;
  readonly millisecondsEach: number;
}

/**
 * Measures in interleaved rounds: in each round every contender works for some time, one after the other, so that whatever
 * else the machine does meets all of them alike. Ratios of one round are therefore worth more than times.
 */
export function measured(comparisons: readonly Comparison[], { rounds, millisecondsEach }: RoundsWish): Measured[] {
  const runs = comparisons.flatMap(({ act, contenders }) => Object.entries(contenders).map(([contender, work]) => ({ act, contender, work, times: [] as number[] })));
  for (const { work } of runs) timeOf(work, millisecondsEach / 2);
  for (let round = 0; round < rounds; round += 1) for (const { work, times } of runs) times.push(timeOf(work, millisecondsEach));
  return runs.map(({ act, contender, times }) => {
    const first = runs.find((run) => run.act === act)?.times ?? times;
    const ratio = median(first.map((time, round) => time / times[round]));
    return { act, contender, medianMicroseconds: median(times), bestMicroseconds: Math.min(...times), ratio };
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Microseconds of one call. */
function timeOf(work: () => unknown, milliseconds: number): number {
  const began = performance.now();
  let calls = 0;
  let passed = 0;
  do {
    work();
    calls += 1;
    passed = performance.now() - began;
  } while (passed < milliseconds);
  return (passed * 1_000) / calls;
}
