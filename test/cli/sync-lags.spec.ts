import { describe, expect, it } from '@jest/globals';
import { displayWidth } from '../../src/cli/display-width.js';
import { lagTable } from '../../src/cli/sync-lags.js';

const lag = { sender: 'national', transType: 'ec.insured-place.update', receiver: 'province:35', count: 12_345, median: 9, p95: 31, worst: 99_999 };

describe('a table of lags', () => {
  it('says kind, who → whom, count, median, p95 and slowest, and fits into 80 columns where names are short', () => {
    const lines = lagTable([lag, { ...lag, transType: 'ec.sync.notice', count: 1 }], (party) => (party === 'national' ? '国家中台' : '福建中台'));
    expect(lines[1]).toMatch(/^ec\.insured-place\.update {2}国家中台 → 福建中台 {2}12345 {6}9 ms {2}31 ms {2}99999 ms$/);
    expect(lines.filter((line) => displayWidth(line) >= 80)).toEqual([]);
    const arrows = lines.map((line) => displayWidth(line.slice(0, line.indexOf('→'))));
    expect(new Set(arrows).size).toBe(1);
  });

  it('makes room for longer names', () => {
    const [heading = '', line = ''] = lagTable([{ ...lag, worst: 40, receiver: 'insurance-system:35' }], (party) => party);
    expect(line).toContain('national → insurance-system:35  12345');
    expect(displayWidth(heading)).toBe(displayWidth(line));
  });
});
