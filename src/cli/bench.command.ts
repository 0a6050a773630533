import { Command, InvalidArgumentError, Option } from 'commander';
import { KERNEL, KERNEL_TARGETS, kernelBench } from './bench/kernel-bench.js';
import type { Measured } from './bench/rounds.js';
import { alignedColumns } from './display-width.js';
import { say } from './say.js';

const FEWEST_ROUNDS = 5;

interface Wish {
  readonly rounds: number;
  readonly milliseconds: number;
  readonly json?: true;
}

/** `openec bench`: what this machine reaches, against the targets of docs/benchmarks.md. Needs no configuration and no network. */
export function benchCommand(): Command {
  return new Command('bench').description('性能测量 · measure this machine against the targets')
    .addCommand(new Command('kernel').description('SM2 签名与验签：WASM 内核与 node:crypto 之比 · SM2 signatures by the kernel and by node:crypto')
      .addOption(new Option('--rounds <number>', '轮数 · interleaved rounds').argParser(atLeast(FEWEST_ROUNDS)).default(7))
      .addOption(new Option('--milliseconds <number>', '每轮每项毫秒数 · time of each contender in a round').argParser(atLeast(1)).default(200))
      .option('--json', '输出 JSON · print JSON')
      .action(kernel));
}

function kernel({ rounds, milliseconds, json }: Wish): void {
  const rows = kernelBench({ rounds, millisecondsEach: milliseconds }).map((row) => ({ ...row, ...verdictOf(row) }));
  if (json === true) {
    say(JSON.stringify({ node: process.version, openssl: process.versions.openssl, processor: process.arch, rounds, milliseconds, rows }, null, 2));
    return;
  }
  say(
    `Node ${process.version}，OpenSSL ${process.versions.openssl}，${process.arch}；${rounds} 轮交替测量，取中位数 · medians of ${rounds} interleaved rounds`,
    ...alignedColumns([
      ['操作 · act', '引擎 · engine', '中位 µs · median', '最小 µs · best', '每秒 · per second', '倍数 · ratio', '目标 · target'],
      ...rows.map((row) => [
        row.act, row.contender, row.medianMicroseconds.toFixed(1), row.bestMicroseconds.toFixed(1), (1e6 / row.medianMicroseconds).toFixed(0),
        `${row.ratio.toFixed(row.ratio < 1 ? 3 : 1)}×`, row.target === undefined ? '' : `${row.target}× ${row.reached ? '达到 reached' : '未达到 missed'}`,
      ]),
    ]),
  );
}

/** Only the kernel has targets. */
function verdictOf({ act, contender, ratio }: Measured): { target?: number; reached?: boolean } {
  const target = contender === KERNEL ? KERNEL_TARGETS[act] : undefined;
  return target === undefined ? {} : { target, reached: ratio >= target };
}

function atLeast(fewest: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d{1,6}$/.test(text) && number >= fewest) return number;
    throw new InvalidArgumentError(`a whole number, ${fewest} or more`);
  };
}
