import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { openStageWithCast, type Cast } from '../flows/stage/cast.js';
import { expectJournalsWhole } from '../flows/stage/expectations.js';
import { xiamen } from '../flows/stage/places.js';
import { terminateSessions } from './scratch-databases.js';

jest.setTimeout(120_000);

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast({ provinceOverrides: { lifetimes: { code: 3_600 } } }); });
afterAll(() => cast.stage.close());

/** What is said where nobody can know whether it was done. */
const OPEN: readonly number[] = [returnCodes.unknownError.code, returnCodes.timeout.code];
const REPEATS = 20;

/** As a client should: what got no verdict is asked again under the same request id. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Refusal) || !OPEN.includes(error.returnCode.code) || attempt === REPEATS) throw error;
      await sleep(50);
    }
  }
}

describe('the database server ends every session of a province while it is busy', () => {
  it('loses nothing that was acknowledged, does nothing twice, and needs nobody to start it again', async () => {
    const { stage, xiamenHospital } = cast;
    const { tier, insurer } = stage.fujian;
    const citizen = await cast.activated({ insuredIn: [xiamen] });
    const settledBefore = await insurer.count('settled');
    let over = false;
    const wearing = (async () => {
      let ended = 0;
      for (; !over; await sleep(120)) ended += await terminateSessions(tier.configuration.database.url ?? '');
      return ended;
    })();
    const stories = await Promise.all(Array.from({ length: 24 }, async (_each, n) => {
      const code = await patiently(() => citizen.shows({ in: stage.fujian }, { requestId: `show-${n}` }));
      const scan = await patiently(() => xiamenHospital.scans(code, {}, { requestId: `scan-${n}` }));
      return patiently(() => xiamenHospital.settles(scan, { institutionSerialNo: `lost-${n}` }, { requestId: `settle-${n}` }));
    }));
    over = true;
    expect(await wearing).toBeGreaterThan(5);
    expect(new Set(stories.map(({ settlementNo }) => settlementNo)).size).toBe(24);
    for (const receipt of stories) expect(await xiamenHospital.findsReceipt(receipt.settlementNo)).toEqual(receipt);
    expect(await tier.count('settlement', "institution_serial_no LIKE 'lost-%'")).toBe(24);
    expect(await insurer.count('settled') - settledBefore).toBe(24);
    await stage.converged(60_000);
    await expectJournalsWhole(stage.tiers);
  });
});
