import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Unreachable } from '../../src/client/http-post.js';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen, ShownCode } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';
import type { StageTier } from './stage/stage-tier.js';

jest.setTimeout(240_000);

let cast: Cast;
let citizen: Citizen;
let fujian: StageTier;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true, provinceOverrides: { lifetimes: { code: 3_600 } } });
  citizen = await cast.activated({ insuredIn: [xiamen] });
  fujian = cast.stage.fujian.tier;
});
afterAll(() => cast.stage.close());

const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const shown = () => citizen.shows({ in: cast.stage.fujian });
/** The next of the request ids of this file. */
const fresh = ((): (() => { requestId: string }) => {
  let n = 0;
  return () => ({ requestId: `overlap-${(n += 1)}` });
})();

/**
 * Starts everything at once; gives what was acknowledged and the codes of what was refused. Anything but a refusal fails the test. Each act must be
 * repeatable under one request id.
 */
async function together<T>(acts: readonly (() => Promise<T>)[]): Promise<{ done: T[]; refused: number[] }> {
  const ends = await Promise.allSettled(acts.map(patiently));
  const done = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [codeOf(end.reason)] : []));
  return { done, refused };
}

const NO_VERDICT: readonly number[] = [returnCodes.timeout.code, returnCodes.nationalRequestFailed.code];

/** As a client should: what got no verdict in time, because the machine is busy, is asked again as it was. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      const open = error instanceof Unreachable || (error instanceof Refusal && NO_VERDICT.includes(error.returnCode.code));
      if (!open || attempt === 10) throw error;
    }
  }
}

function codeOf(reason: unknown): number {
  if (!(reason instanceof Refusal)) throw reason;
  return reason.returnCode.code;
}

/** All of them were acknowledged, with one and the same answer. */
function expectOneAnswer({ done, refused }: { done: readonly unknown[]; refused: readonly number[] }, count: number): void {
  expect({ acknowledged: done.length, refused }).toEqual({ acknowledged: count, refused: [] });
  expect([...new Set(done.map((answer) => JSON.stringify(answer)))]).toHaveLength(1);
}

/** The blind indexes that stand in a column, sorted. */
async function indexesIn(table: string, column: string, where = '1 = 1'): Promise<string[]> {
  const rows = await fujian.rows<{ value: string }>(`SELECT "${column}" AS value FROM "${table}" WHERE ${where}`);
  return rows.map(({ value }) => value).toSorted();
}

describe('200 parallel scans of one code', () => {
  it.each(['one institution', 'four institutions in two provinces'])('give one token and 199 refusals: by %s', async (who) => {
    const { stage, xiamenHospital, xiamenPharmacy, guangzhouHospital, guangzhouPharmacy } = cast;
    const scanners = who === 'one institution' ? [xiamenHospital] : [xiamenHospital, xiamenPharmacy, guangzhouHospital, guangzhouPharmacy];
    const code = await shown();
    const tokens = async () => (await fujian.count('ec_token')) + (await stage.guangdong.tier.count('ec_token'));
    const before = await tokens();
    const { done, refused } = await together(times(200, fresh).map((how, n) => () => scanners[n % scanners.length].scans(code, {}, how)));
    expect(done).toHaveLength(1);
    expect(done[0]).toMatchObject(citizen.identity);
    expect(refused).toEqual(times(199, () => returnCodes.qrCodeInvalid.code));
    expect(await tokens()).toBe(before + 1);
    expect(await fujian.count('qr_code', 'consumed_at IS NOT NULL AND value_index = ?', [indexOf(code)])).toBe(1);
  });
});

const indexOf = ({ ecQrCode }: ShownCode): string => fujian.kernel.protection.blindIndex('qr_code.value', ecQrCode);

describe('200 parallel mixed transactions of which 20 fail', () => {
  it('leave exactly the rows of those that were acknowledged', async () => {
    const { app, xiamenHospital, xiamenPharmacy } = cast;
    const toScan = await Promise.all(times(70, shown));
    const toSettle = await Promise.all(times(40, async () => xiamenHospital.scans(await shown())));
    const proven = await Promise.all(times(5, () => citizen.provesWho(app)));
    const unfinished = () => cast.stage.national.count('handling', "step = 'real-person'");
    const open = await unfinished();
    const [used, spent] = [await shown(), await xiamenHospital.scans(await shown())];
    await xiamenHospital.scans(used);
    await xiamenHospital.settles(spent);
    const tables = ['qr_code.value_index', 'ec_token.token_index', 'settlement.settlement_no', 'idempotency_record.request_id'] as const;
    const stood = await Promise.all(tables.map((each) => indexesIn(...(each.split('.') as [string, string]))));
    const shows = times(70, fresh).map((how) => () => citizen.shows({ in: cast.stage.fujian }, how));
    const scans = toScan.map((code, n) => ({ code, how: fresh(), by: n % 2 === 0 ? xiamenHospital : xiamenPharmacy })).map(({ code, how, by }) => () => by.scans(code, {}, how));
    const settles = toSettle.map((scan) => ({ scan, how: fresh(), institutionSerialNo: xiamenHospital.nextSerialNo() }))
      .map(({ scan, how, institutionSerialNo }) => () => xiamenHospital.settles(scan, { institutionSerialNo }, how));
    const fails = [
      // Refused after the handling has been marked as finished: that must be undone.
      ...proven.map((each) => () => app.activates({ ...each, password: citizen.password })), ...times(5, () => () => xiamenHospital.scans(used)),
      ...times(5, () => () => xiamenHospital.settles(spent)), ...times(5, (n) => () => xiamenHospital.scans(toScan[n], { termId: xiamenPharmacy.terminal })),
    ];
    const acts = mixed<() => Promise<object>>([...shows, ...scans, ...settles, ...fails]);
    expect(acts).toHaveLength(200);
    const { done, refused } = await together(acts);
    const why = [returnCodes.activationWriteFailed, returnCodes.qrCodeInvalid, returnCodes.tokenInvalid, returnCodes.forbidden].flatMap(({ code }) => times(5, () => code));
    expect({ done: done.length, refused: refused.toSorted(ascending) }).toEqual({ done: 180, refused: why.toSorted(ascending) });
    await expectRowsOf(done, stood);
    expect(await unfinished()).toBe(open);
  });
});

const ascending = (left: number, right: number): number => left - right;

/** Everything in an order that mixes the kinds, the same at every run. */
const mixed = <T>(acts: readonly T[]): T[] => acts.map((act, n) => ({ act, at: (n * 67) % acts.length })).toSorted((a, b) => a.at - b.at).map(({ act }) => act);

/** Codes, tokens and settlements that stand beyond those that stood before are those of the answers, one row for each. */
async function expectRowsOf(done: readonly object[], [codes, tokens, settlements, answers]: readonly string[][]): Promise<void> {
  const { protection } = fujian.kernel;
  const told = (field: string, purpose?: string) => done.filter((answer) => field in answer).map((answer) => String(Reflect.get(answer, field)))
    .map((value) => (purpose === undefined ? value : protection.blindIndex(purpose, value)));
  const issued = done.filter((answer) => !('ecToken' in answer));
  const codesTold = issued.filter((answer) => 'ecQrCode' in answer).map((answer) => indexOf(answer as ShownCode));
  expect(await indexesIn('qr_code', 'value_index')).toEqual([...codes, ...codesTold].toSorted());
  expect(await indexesIn('ec_token', 'token_index')).toEqual([...tokens, ...told('ecToken', 'ec_token')].toSorted());
  expect(await indexesIn('settlement', 'settlement_no', "state = 'settled'")).toEqual([...settlements, ...told('settlementNo')].toSorted());
  expect(await indexesIn('idempotency_record', 'request_id')).toHaveLength(answers.length + done.length);
}

describe('one request sent 50 times at once (INT-22)', () => {
  it('shows one code', async () => {
    const before = await snapshot(cast.stage.tiers);
    expectOneAnswer(await together(times(50, () => () => citizen.shows({ in: cast.stage.fujian }, { requestId: 'show-once' }))), 50);
    await expectChanges(cast.stage, before, {
      'province:35 qr_code': 1, 'province:35 qr_display': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
    });
  });

  it.each(['home', 'away'])('scans once: a code from %s', async (from) => {
    const { stage, xiamenHospital } = cast;
    const code = await citizen.shows({ in: from === 'home' ? stage.fujian : stage.guangdong });
    const before = await fujian.count('ec_token');
    expectOneAnswer(await together(times(50, () => () => xiamenHospital.scans(code, {}, { requestId: `scan-once-${from}` }))), 50);
    expect(await fujian.count('ec_token')).toBe(before + 1);
  });

  it.each(['the same request', 'requests of their own with the same serial number'])('settles once: %s', async (what) => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await xiamenHospital.scans(await shown()), xiamenHospital.nextSerialNo()];
    const before = await stage.fujian.insurer.count('settled');
    const hows = times(50, () => (what === 'the same request' ? { requestId: 'settle-once' } : fresh()));
    expectOneAnswer(await together(hows.map((how) => () => xiamenHospital.settles(scan, { institutionSerialNo }, how))), 50);
    expect(await stage.fujian.insurer.count('settled')).toBe(before + 1);
    expect(await fujian.count('settlement', 'institution_serial_no = ?', [institutionSerialNo])).toBe(1);
  });

  it('settles once at the insured place, from another province', async () => {
    const { stage, guangzhouHospital } = cast;
    const scan = await guangzhouHospital.scans(await citizen.shows({ in: stage.guangdong }));
    const institutionSerialNo = guangzhouHospital.nextSerialNo();
    const before = await stage.fujian.insurer.count('settled');
    expectOneAnswer(await together(times(50, () => () => guangzhouHospital.settles(scan, { institutionSerialNo }, { requestId: 'away-once' }))), 50);
    expect(await stage.fujian.insurer.count('settled')).toBe(before + 1);
  });

  it('activates once', async () => {
    const { stage, app } = cast;
    const person = await stage.citizen({ insuredIn: [xiamen] });
    const proven = await person.provesWho(app);
    const before = await stage.national.count('channel_authorization');
    const act = () => app.activates({ ...proven, password: person.password }, { requestId: 'activate-once', timeoutMs: 20_000 });
    expectOneAnswer(await together(times(20, () => act)), 20);
    expect(await stage.national.count('channel_authorization')).toBe(before + 1);
    await stage.converged();
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
