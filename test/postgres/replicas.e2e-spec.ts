import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePorts } from '../../src/cli/free-ports.js';
import { Unreachable } from '../../src/client/http-post.js';
import type { RunningTier } from '../../src/kernel/host/start-tier.js';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { openStageWithCast, type Cast } from '../flows/stage/cast.js';
import type { Citizen } from '../flows/stage/citizen.js';
import type { How } from '../flows/stage/speaker.js';
import { expectJournalsWhole } from '../flows/stage/expectations.js';
import { guangzhou, xiamen } from '../flows/stage/places.js';
import { ProvinceProcess, ProvinceProgram } from '../flows/stage/province-process.js';

jest.setTimeout(120_000);

let cast: Cast;
let citizen: Citizen;
/** Two more servers of 福建 on its database, beside the stage's own. */
let others: RunningTier[];
let doors: string[];

beforeAll(async () => {
  cast = await openStageWithCast({ provinceOverrides: { lifetimes: { code: 3_600 } } });
  const { tier } = cast.stage.fujian;
  others = [await tier.startsReplica(), await tier.startsReplica()];
  doors = [tier.coreUrl, ...others.map(({ coreUrl }) => coreUrl)];
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(async () => {
  await Promise.all(others.map((replica) => replica.stop()));
  await cast.stage.close();
});

const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const shown = () => citizen.shows({ in: cast.stage.fujian });
/** To one of the servers, in turn. */
const by = (n: number, how: How = {}): How => ({ ...how, via: doors[n % doors.length] });

/** What came of acts that were begun at once; anything but a refusal fails the test. */
async function outcomes<T>(acts: readonly Promise<T>[]): Promise<{ done: T[]; refused: number[] }> {
  const ends = await Promise.allSettled(acts);
  const codeOf = (reason: unknown): number => {
    if (reason instanceof Refusal) return reason.returnCode.code;
    throw reason;
  };
  return {
    done: ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])),
    refused: ends.flatMap((end) => (end.status === 'rejected' ? [codeOf(end.reason)] : [])),
  };
}

describe('three servers of a province on one database', () => {
  it.each([1, 2, 3, 4, 5])('take a code once, whoever scans it where (%i)', async () => {
    const code = await shown();
    const before = await cast.stage.fujian.tier.count('ec_token');
    const { done, refused } = await outcomes(times(30, (n) => cast.xiamenHospital.scans(code, {}, by(n))));
    expect(done).toHaveLength(1);
    expect(refused).toEqual(times(29, () => returnCodes.qrCodeInvalid.code));
    expect(await cast.stage.fujian.tier.count('ec_token')).toBe(before + 1);
  });

  it('give one answer to one request, repeated to all of them at once', async () => {
    const code = await shown();
    const { done } = await outcomes(times(12, (n) => cast.xiamenHospital.scans(code, {}, by(n, { requestId: 'one-request' }))));
    expect([...new Set(done.map(({ ecToken }) => ecToken))]).toHaveLength(1);
    expect(await cast.xiamenHospital.scans(code, {}, by(1, { requestId: 'one-request' }))).toEqual(done[0]);
  });

  it('settle a token once', async () => {
    const { fujian } = cast.stage;
    const scan = await cast.xiamenHospital.scans(await shown(), {}, by(1));
    const institutionSerialNo = cast.xiamenHospital.nextSerialNo();
    const before = await fujian.insurer.count('settled');
    const { done } = await outcomes(times(9, (n) => cast.xiamenHospital.settles(scan, { institutionSerialNo }, by(n))));
    expect([...new Set(done.map(({ settlementNo }) => settlementNo))]).toHaveLength(1);
    expect(await fujian.insurer.count('settled')).toBe(before + 1);
    expect(await fujian.tier.count('settlement', 'institution_serial_no = ?', [institutionSerialNo])).toBe(1);
  });

  it('deliver what they tell others, whichever of them was asked, in order and once', async () => {
    const { stage, xiamenHospital } = cast;
    const both = await cast.activated({ insuredIn: [xiamen, guangzhou], businessPlace: xiamen });
    const told = await stage.national.count('idempotency_record', "caller = 'province:35' AND expires_at IS NULL");
    const sent = await stage.fujian.tier.count('outbox_entry');
    for (const n of times(9, (index) => index)) {
      const scan = await xiamenHospital.scans(await both.shows({ in: stage.fujian, choosing: xiamen }), {}, by(n));
      await xiamenHospital.settles(scan, { institutionSerialNo: `replica-${n}` }, by(n + 1));
    }
    await stage.converged();
    const more = await stage.fujian.tier.count('outbox_entry') - sent;
    expect(more).toBeGreaterThanOrEqual(9);
    expect(await stage.national.count('idempotency_record', "caller = 'province:35' AND expires_at IS NULL") - told).toBe(more);
  });

  it('leave one whole journal', async () => {
    await expectJournalsWhole(cast.stage.tiers);
  });
});

describe('one of them is killed', () => {
  it('costs no acknowledged request: what it answered is there, and what it did not is asked anew elsewhere', async () => {
    const { fujian, clock } = cast.stage;
    const program = new ProvinceProgram();
    const [core = 0, publicService = 0] = await freePorts(2);
    const victim = await ProvinceProcess.start(program, fujian.tier.replicaPlan(core, publicService), clock.now() - Date.now());
    const codes = await Promise.all(times(60, shown));
    const acknowledged: string[] = [];
    const open: number[] = [];
    const via = `http://127.0.0.1:${core}`;
    const left = codes.map((code, n) => ({ code, n }));
    await Promise.all(times(6, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const { code, n } = next;
        try {
          acknowledged.push((await cast.xiamenHospital.scans(code, {}, { requestId: `victim-${n}`, via, retryAfterMs: [] })).ecToken);
        } catch (error) {
          expect(error).toBeInstanceOf(Unreachable);
          open.push(n);
        }
        if (acknowledged.length === 20) victim.kill();
      }
    }));
    await victim.gone();
    program.remove();
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);
    expect(open.length).toBeGreaterThan(0);
    for (const n of open) acknowledged.push((await cast.xiamenHospital.scans(codes[n] ?? '', {}, by(n, { requestId: `victim-${n}` }))).ecToken);
    expect(new Set(acknowledged).size).toBe(60);
    for (const ecToken of acknowledged) await cast.xiamenHospital.checks(ecToken, citizen);
    await expectJournalsWhole(cast.stage.tiers);
  });
});
