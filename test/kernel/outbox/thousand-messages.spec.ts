import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Pair, sleep, until } from './pair.js';
import type { Fate } from './unreliable-line.js';

const SUBJECTS = 'abcdefghijklmnopqrstuvwxyz0123456789ABCD';
const TOTAL = 1_000;

/** A small generator of its own (mulberry32), so that a failure can be run again by its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const folder = mkdtempSync(join(tmpdir(), 'openec-thousand-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seed = Number(process.env.OUTBOX_SEED ?? Math.trunc(Math.random() * 1e9));

describe(`a thousand messages over a bad line (OUTBOX_SEED=${seed})`, () => {
  it('are each delivered once in effect, in the order of their subject, whatever fails', async () => {
    const random = randomFrom(seed);
    const pair = await Pair.start({ file: join(folder, 'sender.db'), outbox: { firstRetryMs: 10, longestRetryMs: 50 }, timeoutMs: 1000 });
    try {
      pair.line.fate = () => fateOf(random());
      pair.verdict = () => (random() < 0.03 ? 'unknownError' : undefined);
      const told = await tellAThousand(pair, random);
      await until('everything delivered', async () => (await sleep(100), (await pair.sender.kernel.outbox.backlog()).pending === 0), 100_000);
      expect((await pair.entries()).length).toBe(TOTAL);
      expect((await pair.receiver.notes.texts())).toEqual([...told].toSorted());
      for (const subject of SUBJECTS) {
        const numbers = pair.taken.filter((each) => each.startsWith(subject)).map((each) => Number(each.slice(1)));
        expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
      }
    } finally {
      await pair.stop();
    }
  }, 120_000);
});

/** One of a hundred requests is lost, one answer is lost, one in two hundred meets a proxy's error page. */
function fateOf(random: number): Fate {
  if (random < 0.01) return 'cut';
  if (random < 0.02) return 'lose the answer';
  return random < 0.025 ? 'error page' : 'pass';
}

/** In units of one to ten messages, one in ten of them undone, with two restarts of the sender on the way. */
async function tellAThousand(pair: Pair, random: () => number): Promise<string[]> {
  const counts = new Map<string, number>();
  const told: string[] = [];
  const restarts = [300, 700];
  while (told.length < TOTAL) {
    const unit = Array.from({ length: Math.min(1 + Math.trunc(random() * 10), TOTAL - told.length) }, () => SUBJECTS[Math.trunc(random() * SUBJECTS.length)]);
    const before = new Map(counts);
    const messages = unit.map((subject) => {
      counts.set(subject, (counts.get(subject) ?? 0) + 1);
      return `${subject}${counts.get(subject)}`;
    });
    if (random() < 0.1) {
      await expect(pair.sender.kernel.work.run(() => pair.append(messages.join(' ')).then(() => { throw new Error('undone'); }))).rejects.toThrow('undone');
      for (const subject of unit) counts.set(subject, before.get(subject) ?? 0);
    } else {
      await pair.tell(messages.join(' '));
      told.push(...messages);
    }
    if (told.length >= (restarts[0] ?? Infinity)) {
      restarts.shift();
      await pair.sender.stop();
      pair.sender = await pair.startSender();
    }
  }
  return told;
}
