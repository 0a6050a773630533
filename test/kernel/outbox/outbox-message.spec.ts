import { afterEach, describe, expect, it } from '@jest/globals';
import { CapturedLog } from '../dispatch/captured-log.js';
import { Pair, until, type PairWish } from './pair.js';

let pair: Pair;
const start = async (wish?: PairWish): Promise<Pair> => { pair = await Pair.start(wish); return pair; };
afterEach(() => pair.stop());

const taken = (count: number) => until(`${count} messages taken`, () => pair.taken.length >= count);
const delivered = () => until('everything delivered', async () => (await pair.states()).every((state) => state === 'delivered'));

describe('a message', () => {
  it('exists only with its unit of work: a rollback leaves none, and nobody is called', async () => {
    await start();
    const undone = pair.sender.kernel.work.run(async () => {
      await pair.append('a1');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await expect(pair.append('a1')).rejects.toThrow(/needs an open unit of work/);
    await pair.tell('b1');
    await delivered();
    expect(await pair.states()).toEqual(['delivered']);
    expect(pair.taken).toEqual(['b1']);
  });

  it('that cannot be opened any more is stalled and holds nobody else up', async () => {
    const log = new CapturedLog();
    await start({ outbox: { firstRetryMs: 10, longestRetryMs: 10, attemptsWhenRefused: 2 }, parts: { log: log.log } });
    const { work } = pair.sender.kernel;
    await work.run(async () => {
      await pair.append('a1');
      await work.writer().query(`UPDATE outbox_entry SET payload = '1.AAAA'`);
    });
    await pair.tell('b1 a2');
    await until('a1 stalled', async () => (await pair.states())[0] === 'stalled');
    await taken(1);
    expect(pair.taken).toEqual(['b1']);
    expect(log.of('outbox message stalled').length).toBe(1);
  });

  it('is bound to its row: what one says cannot be put in the place of another', async () => {
    await start({ outbox: { firstRetryMs: 10, longestRetryMs: 10, attemptsWhenRefused: 1 } });
    const { work } = pair.sender.kernel;
    await work.run(async () => {
      await pair.append('a1 b1');
      await work.writer().query('UPDATE outbox_entry SET payload = (SELECT payload FROM outbox_entry WHERE sequence = 2) WHERE sequence = 1');
    });
    await until('a1 stalled', async () => (await pair.states()).join() === 'stalled,delivered');
    expect(pair.taken).toEqual(['b1']);
  });

  it('is sealed in the database, and neither log nor last error tell what it says', async () => {
    const log = new CapturedLog();
    await start({ outbox: { firstRetryMs: 10, longestRetryMs: 10, attemptsWhenRefused: 2 }, parts: { log: log.log } });
    pair.verdict = () => 'syncAuthorizationInvalid';
    await pair.tell('a1');
    await until('a1 stalled', async () => (await pair.states())[0] === 'stalled');
    const [entry] = await pair.entries();
    for (const text of [JSON.stringify(entry), log.text]) {
      expect(text).not.toContain('A'.repeat(32));
      expect(text).not.toContain('00000061');
    }
    expect(log.of('outbox message stalled')[0]).toMatchObject({ destination: 'province:35', transType: 'ec.sync.authorization', attempts: 2 });
  });
});
