import type { Kernel } from '../kernel/host/kernel.js';
import type { LagSummary } from '../registry/province/sync-lag.rules.js';
import { SyncLagStore } from '../registry/province/sync-lag.store.js';
import { alignedColumns, displayWidth, padLeft, padRight } from './display-width.js';

/** How fast one kind of message takes effect at one receiver, and who sends it. Durations in milliseconds. */
export interface MeasuredLag extends LagSummary {
  readonly sender: string;
  readonly transType: string;
  readonly receiver: string;
}

/** What the receipts say about a tier's synchronised messages that took effect since a moment (epoch milliseconds), by kind and receiver (INT-47). */
export async function measuredLags(sender: string, { work, outbox }: Kernel, since: number): Promise<MeasuredLag[]> {
  const lags = await new SyncLagStore(work, outbox).lagsSince(since);
  return lags.map(({ destination, ...lag }) => ({ sender, receiver: destination, ...lag })).toSorted(byName);
}

/** Lags as a table: kind of message, who → whom, count, median (p50), p95, slowest. Parties are called what `nameOf` calls them. */
export function lagTable(lags: readonly MeasuredLag[], nameOf: (party: string) => string): string[] {
  const kinds = ['消息 message', ...lags.map(({ transType }) => transType)];
  const senders = evenly(['从 from', ...lags.map(({ sender }) => nameOf(sender))], padRight);
  const receivers = evenly(['到 to', ...lags.map(({ receiver }) => nameOf(receiver))], padRight);
  const numbers = [
    ['条 n', ...lags.map(({ count }) => String(count))], ['中位 p50', ...lags.map(({ median }) => `${median} ms`)],
    ['p95', ...lags.map(({ p95 }) => `${p95} ms`)], ['最慢 max', ...lags.map(({ worst }) => `${worst} ms`)],
  ].map((column) => evenly(column, padLeft));
  return alignedColumns(kinds.map((kind, row) => [kind, `${senders[row]} → ${receivers[row]}`, ...numbers.map((column) => column[row] ?? '')]));
}

/** A column whose cells are all as wide as the widest. */
function evenly(cells: readonly string[], pad: (text: string, width: number) => string): string[] {
  const width = Math.max(...cells.map(displayWidth));
  return cells.map((cell) => pad(cell, width));
}

const byName = (one: MeasuredLag, other: MeasuredLag): number => (
  one.transType.localeCompare(other.transType) || one.receiver.localeCompare(other.receiver)
);
