import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../kernel/clock.js';
import type { AnyTransaction } from '../../protocol/transactions/index.js';
import { measuredLags, type MeasuredLag } from '../sync-lags.js';
import type { Words } from './narrator.js';
import type { Play } from './play.js';

/** Longest wait for the receipt of a message that has taken effect already. */
const RECEIPT_MS = 5_000;
const LOOK_EVERY_MS = 5;

/**
 * A step that ends when national's word of this kind has reached all of `receivers`; then says how long each took, as the receipts tell (INT-47).
 * The words say what it is that takes effect.
 */
export async function stepThatSpreads<T>(
  { stage, wire: { federation } }: Play, words: Words, spreads: { readonly row: AnyTransaction; readonly to: readonly string[]; readonly what: Words },
  work: () => Promise<T>,
): Promise<T> {
  const { row, to: receivers, what: [chinese, english] } = spreads;
  const since = systemClock.now();
  const done = await stage.step(words, async () => {
    const answer = await work();
    await stage.arrivals(receivers.map((to) => ({ row, to })));
    return answer;
  });
  const look = async (): Promise<MeasuredLag[]> => (
    (await measuredLags(federation.national.name, federation.national.kernel, since)).filter((lag) => lag.transType === row.transType)
  );
  let lags = await look();
  for (const end = performance.now() + RECEIPT_MS; lags.length < receivers.length && performance.now() < end; lags = await look()) await pause(LOOK_EVERY_MS);
  const told = lags.map(({ receiver, worst }) => `${stage.narrator.nameOf(receiver)} ${worst} ms`).join('、');
  const everywhere = receivers.every((to) => lags.some((lag) => lag.receiver === to));
  stage.expect(everywhere, [`${chinese}，实测：${told}`, `${english}; measured from the act to its effect`], '6.1.2.3 c, INT-47', told);
  return done;
}
