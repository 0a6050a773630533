/** Lags of some messages, in milliseconds. */
export interface LagSummary {
  readonly count: number;
  readonly median: number;
  /** 95 of 100 were not slower. */
  readonly p95: number;
  readonly worst: number;
}

/** Sums lags up; nearest rank, so every number is one that was measured. The receiver's clock may be behind ours: less than nothing counts as nothing. */
export function summarise(lags: readonly number[]): LagSummary {
  const sorted = lags.map((lag) => Math.max(0, lag)).toSorted((a, b) => a - b);
  const at = (percent: number): number => sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
  return { count: sorted.length, median: at(50), p95: at(95), worst: at(100) };
}
