import type { Kernel } from '../kernel/host/kernel.js';
import type { LagSummary } from '../registry/province/sync-lag.rules.js';
import { SyncLagStore } from '../registry/province/sync-lag.store.js';
import { displayWidth, padLeft, padRight } from './display-width.js';

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

const TRANSACTION = 23;
const PARTY = 8;
const COUNT = 5;
const DURATION = 10;

/** Lags as a table: kind of message, who → whom, count, median (p50), p95, slowest. Parties are called what `nameOf` calls them. */
export function lagTable(lags: readonly MeasuredLag[], nameOf: (party: string) => string): string[] {
  const senders = widest(lags.map((lag) => nameOf(lag.sender)));
  const receivers = widest(lags.map((lag) => nameOf(lag.receiver)));
  const line = (transType: string, from: string, to: string, numbers: readonly string[]): string => {
    const [count = '', ...durations] = numbers;
    const who = `${padRight(from, senders)} → ${padRight(to, receivers)}`;
    return `${padRight(transType, TRANSACTION)} ${who}${padLeft(count, COUNT)}${durations.map((text) => padLeft(text, DURATION)).join('')}`;
  };
  return [
    line('消息 message', '从 from', '到 to', ['条 n', '中位 p50', 'p95', '最慢 max']),
    ...lags.map(({ transType, sender, receiver, count, median, p95, worst }) => (
      line(transType, nameOf(sender), nameOf(receiver), [String(count), ...[median, p95, worst].map((ms) => `${ms} ms`)])
    )),
  ];
}

const widest = (texts: readonly string[]): number => Math.max(PARTY, ...texts.map(displayWidth));

const byName = (one: MeasuredLag, other: MeasuredLag): number => (
  one.transType.localeCompare(other.transType) || one.receiver.localeCompare(other.receiver)
);
