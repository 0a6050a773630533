import { describe, expect, it } from '@jest/globals';
import { Progress, progressLine } from '../../src/cli/progress.js';

function shown(isTTY: boolean, play: (progress: Progress, passes: (ms: number) => void) => void, before = 0): string[] {
  const written: string[] = [];
  let now = 1_000_000;
  play(new Progress('入库 load', 20_000, before, { now: () => now }, { isTTY, write: (text) => written.push(text) }), (ms) => { now += ms; });
  return written;
}

describe('progress of a long piece of work', () => {
  it('tells how much is done, at which rate, and how long it will take', () => {
    expect(progressLine({ title: '入库 load', done: 12_000, total: 20_000, perSecond: 500 })).toBe('入库 load 12,000 / 20,000 · 60% · 500/s · 剩余 left 0:16');
    expect(progressLine({ title: '入库 load', done: 20_000, total: 20_000, perSecond: 500 })).toBe('入库 load 20,000 / 20,000 · 100% · 500/s');
    expect(progressLine({ title: '入库 load', done: 0, total: 20_000, perSecond: 0 })).toMatch(/剩余 left \?$/);
    expect(progressLine({ title: '入库 load', done: 0, total: 0, perSecond: 0 })).toMatch(/ 0 \/ 0 · 100% · 0\/s$/);
  });

  it('is a bar on a terminal, drawn over itself, and its last state stays', () => {
    const written = shown(true, (progress, passes) => {
      passes(1_000);
      progress.at(5_000);
      progress.at(5_001);
      passes(3_000);
      progress.end(20_000);
    });
    expect(written).toEqual([
      '\r\u001b[2K[██████░░░░░░░░░░░░░░░░░░] 入库 load 5,000 / 20,000 · 25% · 5,000/s · 剩余 left 0:03',
      '\r\u001b[2K[████████████████████████] 入库 load 20,000 / 20,000 · 100% · 5,000/s', '\n',
    ]);
  });

  it('is a plain line every ten seconds elsewhere, without control characters; what was done before does not count into the rate', () => {
    const written = shown(false, (progress, passes) => {
      for (let second = 1; second <= 25; second += 1) {
        passes(1_000);
        progress.at(10_000 + second * 100);
      }
      progress.end(20_000);
    }, 10_000);
    expect(written).toEqual([
      '入库 load 11,000 / 20,000 · 55% · 100/s · 剩余 left 1:30\n', '入库 load 12,000 / 20,000 · 60% · 100/s · 剩余 left 1:20\n',
      '入库 load 20,000 / 20,000 · 100% · 400/s\n',
    ]);
  });
});
