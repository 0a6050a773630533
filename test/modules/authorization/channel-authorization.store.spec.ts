import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { systemClock } from '../../../src/kernel/clock.js';
import { systemIds } from '../../../src/kernel/ids.js';
import { dataSourceOptions } from '../../../src/kernel/persistence/data-source-options.js';
import { kernelEntities } from '../../../src/kernel/persistence/kernel-entities.js';
import { openDataSource, type DataSource } from '../../../src/kernel/persistence/open-data-source.js';
import { UnitOfWork } from '../../../src/kernel/persistence/unit-of-work.js';
import { unlockDataProtection } from '../../../src/kernel/protection/data-protection.js';
import { ChannelAuthorizationStore } from '../../../src/modules/authorization/channel-authorization.store.js';
import { parseChannelAuthorizationCode, parseChannelNumber, parseCredentialNumber } from '../../../src/protocol/identifiers.js';
import type { AuthorizationRecord, AuthorizationState } from '../../../src/protocol/transactions/authorization-record.js';
import { WithdrawalWatch } from '../../../src/registry/credential/withdrawal-watch.js';
import { provinceTier } from '../../../src/tiers/province.tier.js';

let dataSource: DataSource;
let work: UnitOfWork;
let store: ChannelAuthorizationStore;
let withdrawn: string[];

beforeAll(async () => {
  dataSource = await openDataSource(dataSourceOptions({
    file: ':memory:', entities: [...kernelEntities, ...provinceTier.entities], migrations: [...provinceTier.migrations],
  }));
  work = new UnitOfWork(dataSource);
  const watch = new WithdrawalWatch();
  watch.add(async (_credentialNumber, channelNumber) => { withdrawn.push(channelNumber); });
  store = new ChannelAuthorizationStore(work, await unlockDataProtection(work, Buffer.alloc(32, 7), systemClock, systemIds(systemClock)), watch);
});
beforeEach(async () => {
  withdrawn = [];
  await dataSource.query('DELETE FROM channel_authorization');
});
afterAll(() => dataSource.destroy());

const channelNumber = parseChannelNumber('C'.repeat(32));
const credentialNumber = parseCredentialNumber('0'.repeat(64));
const codes = ['A', 'B', 'D', 'E'].map((letter) => parseChannelAuthorizationCode(letter.repeat(32)));
const record = (code: number, state: AuthorizationState, changedAt: number): AuthorizationRecord => (
  { authorizationCode: codes[code], channelNumber, credentialNumber, state, changedAt }
);
const put = (given: AuthorizationRecord): Promise<void> => work.run(() => store.put(given));

/** What national says over time: each code is granted, perhaps suspended and restored, and revoked before the next one is granted. */
const histories = fc.array(fc.array(fc.constantFrom<AuthorizationState>('suspended', 'granted'), { maxLength: 3 }), { minLength: 1, maxLength: 4 })
  .chain((lives) => fc.record({ lives: fc.constant(lives), lastIsRevoked: fc.boolean() }))
  .map(({ lives, lastIsRevoked }) => {
    let moment = 0;
    const tell = (code: number, state: AuthorizationState): AuthorizationRecord => record(code, state, (moment += 1));
    return lives.flatMap((changes, code) => {
      const over = code < lives.length - 1 || lastIsRevoked;
      return [tell(code, 'granted'), ...changes.map((state) => tell(code, state)), ...(over ? [tell(code, 'revoked')] : [])];
    });
  });

describe('what a province was told of one person and one channel', () => {
  it('comes to the same end in whichever order, and however often, the words arrive', async () => {
    await fc.assert(fc.asyncProperty(
      histories.chain((history) => fc.tuple(fc.constant(history), fc.shuffledSubarray([...history, ...history], { minLength: 2 * history.length }))),
      async ([history, arrivals]) => {
        await dataSource.query('DELETE FROM channel_authorization');
        for (const each of arrivals) {
          await put(each);
          const live = (await store.findOfCredential(credentialNumber)).filter(({ state }) => state !== 'revoked');
          expect(live.length).toBeLessThanOrEqual(1);
        }
        const last = history.at(-1);
        expect(await store.findOfPair(channelNumber, credentialNumber)).toEqual(last);
        expect(await store.isGranted(channelNumber, credentialNumber)).toBe(last?.state === 'granted');
        const ended = (await store.findOfCredential(credentialNumber)).filter(({ authorizationCode }) => authorizationCode !== last?.authorizationCode);
        expect(ended.every(({ state }) => state === 'revoked')).toBe(true);
      },
    ), { numRuns: 60 });
  });

  it('ends the former code with the first word of a newer one, and an older word brings it back no more', async () => {
    await put(record(0, 'granted', 1));
    await put(record(1, 'granted', 5));
    expect((await store.find(codes[0]))?.state).toBe('revoked');
    await put(record(0, 'granted', 1));
    await put(record(0, 'suspended', 2));
    expect((await store.find(codes[0]))?.state).toBe('revoked');
    expect((await store.find(codes[1]))?.state).toBe('granted');
  });

  it('tells the watch whenever the channel may not use it any more, or not at present', async () => {
    for (const [state, moment] of [['granted', 1], ['suspended', 2], ['granted', 3], ['revoked', 4]] as const) await put(record(0, state, moment));
    expect(withdrawn).toEqual([channelNumber, channelNumber]);
    await put(record(0, 'suspended', 2));
    expect(withdrawn).toHaveLength(2);
  });

  it('keeps no code in the clear', async () => {
    await put(record(0, 'granted', 1));
    expect(JSON.stringify(await dataSource.query('SELECT * FROM channel_authorization'))).not.toContain(codes[0]);
  });
});
