import { describe, expect, it } from '@jest/globals';
import { measured, median } from '../../src/cli/bench/rounds.js';
import { openec } from './cli-process.js';

interface Row { act: string; contender: string; medianMicroseconds: number; bestMicroseconds: number; ratio: number; target?: number; reached?: boolean }

describe('openec bench kernel', () => {
  it('prints JSON with every act by every engine, and targets for the kernel alone', async () => {
    const { code, stdout, stderr } = await openec(['bench', 'kernel', '--rounds', '5', '--milliseconds', '1', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { rows, rounds, node } = JSON.parse(stdout) as { rows: Row[]; rounds: number; node: string };
    expect({ rounds, node }).toEqual({ rounds: 5, node: process.version });
    expect(rows.map(({ act, contender, target }) => [act, contender, target])).toEqual([
      ['sign', 'node:crypto', undefined], ['sign', 'wasm', 8], ['sign', 'sm-crypto', undefined],
      ['verify', 'node:crypto', undefined], ['verify', 'wasm', 6], ['verify', 'sm-crypto', undefined],
      ['verify, 50 keys in turn', 'node:crypto', undefined], ['verify, 50 keys in turn', 'wasm', undefined],
      ['make the table of a key', 'wasm', undefined],
    ]);
    for (const row of rows) {
      expect(row.bestMicroseconds).toBeGreaterThan(0);
      expect(row.medianMicroseconds).toBeGreaterThanOrEqual(row.bestMicroseconds);
      expect(row.reached).toBe(row.target === undefined ? undefined : row.ratio >= row.target);
    }
  });

  it('prints a table', async () => {
    const { code, stdout } = await openec(['bench', 'kernel', '--rounds', '5', '--milliseconds', '1']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^sign +wasm +[\d.]+ +[\d.]+ +\d+ +[\d.]+× +8× (?:达到 reached|未达到 missed)$/m);
  });

  it.each(['4', 'many'])('measures in five rounds at least, not in %j', async (rounds) => {
    const { code, stderr } = await openec(['bench', 'kernel', '--rounds', rounds]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('5 or more');
  });
});

describe('rounds', () => {
  it('have a median', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7]);
  });

  it('let every contender work in each round, in the same order, and hold all against the first', () => {
    const calls: string[] = [];
    const work = (name: string) => () => { calls.push(name); };
    const rows = measured([{ act: 'x', contenders: { a: work('a'), b: work('b') } }], { rounds: 3, millisecondsEach: 0 });
    expect(calls).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']);
    expect(rows[0]).toMatchObject({ act: 'x', contender: 'a', ratio: 1 });
  });
});
