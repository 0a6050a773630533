import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectRefusal, expectRefusedWithoutTrace, expectUnchanged } from './stage/expectations.js';
import { Meddler, type Meddling } from './stage/meddler.js';
import { xiamen } from './stage/places.js';
import { postRaw, sealed } from './stage/raw-wire.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

const shown = () => citizen.shows({ in: cast.stage.fujian });
const { transType } = transactions.decodeQrCode;

/** A scan by the hospital, sealed as bytes that may be sent again and again. */
async function sealedScan(requestId?: string, code?: { ecQrCode: string }): Promise<string> {
  const { xiamenHospital: { speaker }, xiamenHospital, stage } = cast;
  return sealed(speaker, { transType, requestId, timestamp: stage.clock.now(), encType: 'plain' }, xiamenHospital.scanOf(code ?? (await shown())));
}

/** A request for a code, which could be granted again and again; where the person is not known, its handling waits for national in between. */
function sealedShow(person: Citizen): string {
  const { stage, app } = cast;
  const asked = { authorizationCode: person.authorizationCodeIn(app) };
  return sealed(app.speaker, { transType: transactions.issueQrCode.transType, timestamp: stage.clock.now() }, asked);
}

const post = (body: string, url = cast.stage.fujian.coreUrl) => postRaw({ url, body });
const underOtherId = (body: string, requestId: string): string => JSON.stringify({ ...(JSON.parse(body) as object), extra: { requestId } });

describe('an exact repeat (INT-22)', () => {
  it.each([['with a request id', 'exact-repeat'], ['without one, by its signature', undefined]])('gets the stored answer, %s, and nothing happens twice', async (_what, id) => {
    const body = await sealedScan(id);
    const { answer: first } = await post(body);
    expect(first.code).toBe(0);
    const before = await snapshot(cast.stage.tiers);
    const again = await Promise.all(Array.from({ length: 20 }, () => post(body)));
    for (const { answer } of again) expect(answer).toMatchObject({ code: 0, data: first.data, ...(id && { requestId: id }) });
    await expectUnchanged(cast.stage, before);
  });

  it('of a request that was refused is judged anew, because nothing came of it', async () => {
    const { stage, xiamenHospital } = cast;
    const code = await shown();
    const termId = cast.xiamenPharmacy.terminal;
    await expectRefusal(xiamenHospital.scans(code, { termId }, { requestId: 'refused-first' }), 'forbidden');
    await expect(xiamenHospital.scans(code, {}, { requestId: 'refused-first' })).resolves.toMatchObject(citizen.identity);
    expect(await stage.fujian.tier.count('idempotency_record', "request_id = 'refused-first'")).toBe(1);
  });

  it('is kept sealed: neither name nor number nor token of the answer stands in the table', async () => {
    const scan = await cast.xiamenHospital.scans(await shown(), {}, { requestId: 'kept-sealed' });
    const kept = JSON.stringify(await cast.stage.fujian.tier.rows("SELECT * FROM idempotency_record WHERE request_id = 'kept-sealed'"));
    expect(kept).toContain('kept-sealed');
    for (const secret of [scan.userName, scan.idNo, scan.ecToken, scan.ecQrCode]) expect(kept).not.toContain(secret);
  });

  it('means the same to one caller only: two callers may use one id', async () => {
    const { xiamenHospital, xiamenPharmacy } = cast;
    const one = await xiamenHospital.scans(await shown(), {}, { requestId: 'two-callers' });
    const other = await xiamenPharmacy.scans(await shown(), {}, { requestId: 'two-callers' });
    expect(other.ecToken).not.toBe(one.ecToken);
  });
});

describe('what only looks like a repeat', () => {
  const misuse = { code: -2, message: '请求参数异常', detail: expect.stringContaining('requestId: ') };

  it('is refused: the same signature under another request id, also at the same time', async () => {
    const body = await sealedScan('signed-once');
    await post(body);
    const { stage } = cast;
    const before = await snapshot(stage.tiers);
    expect((await post(underOtherId(body, 'signed-twice'))).answer).toMatchObject(misuse);
    await expectUnchanged(stage, before);
    const fresh = sealedShow(await cast.activated({ insuredIn: [xiamen] }));
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => post(underOtherId(fresh, `id-${n}`), stage.guangdong.publicServiceUrl)));
    expect(answers.filter(({ answer }) => answer.code === 0)).toHaveLength(1);
    for (const { answer } of answers.filter((each) => each.answer.code !== 0)) expect(answer).toMatchObject(misuse);
  });

  it('is refused: the same request id with other content, also at the same time', async () => {
    const { stage, xiamenHospital } = cast;
    const [one, other] = [await shown(), await shown()];
    await xiamenHospital.scans(one, {}, { requestId: 'one-id' });
    const act = () => xiamenHospital.scans(other, {}, { requestId: 'one-id' });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'requestId', because: 'stands for another request' });
    const codes = await Promise.all(Array.from({ length: 20 }, () => citizen.shows({ in: stage.guangdong })));
    const answers = await Promise.all(codes.map(async (code) => post(await sealedScan('one-id-many', code))));
    expect(answers.filter(({ answer }) => answer.code === 0)).toHaveLength(1);
    for (const { answer } of answers.filter((each) => each.answer.code !== 0)) expect(answer).toMatchObject(misuse);
  });

  it('is refused as stale outside the freshness window, after it and before it', async () => {
    const { stage } = cast;
    const body = await sealedScan('goes-stale');
    expect((await post(body)).answer.code).toBe(0);
    stage.clock.passes({ minutes: 9 });
    expect((await post(body)).answer.code).toBe(0);
    stage.clock.passes({ minutes: 1 });
    const before = await snapshot(stage.tiers);
    const stale = { code: -2, message: '请求参数异常', detail: expect.stringMatching(/^timestamp: \d+ s behind our clock/) };
    expect((await post(body)).answer).toMatchObject(stale);
    const { xiamenHospital } = cast;
    const ahead = sealed(xiamenHospital.speaker, { transType, timestamp: stage.clock.now() + 601_000 }, xiamenHospital.scanOf('4'.repeat(28)));
    expect((await post(ahead)).answer).toMatchObject({ code: -2, detail: expect.stringContaining('ahead of our clock') });
    await expectUnchanged(stage, before);
  });
});

describe('an answer that is lost after the commit', () => {
  const lostOnce: Meddling = ({ reply, nth }) => (nth === 1 ? 'hang up' : reply);

  it('is given again to the client that asks again: one scan', async () => {
    const { stage, xiamenHospital } = cast;
    const line = await Meddler.before(stage.fujian.coreUrl, lostOnce);
    const code = await shown();
    const before = await snapshot(stage.tiers);
    await expect(xiamenHospital.scans(code, {}, { via: line.url })).resolves.toMatchObject(citizen.identity);
    expect(line.count).toBe(2);
    await expectChanges(stage, before, {
      'province:35 qr_code': 'rewritten', 'province:35 ec_token': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
    });
    await line.leaves();
  });

  it('is given again: one activation', async () => {
    const { stage, app } = cast;
    const person = await stage.citizen({ insuredIn: [xiamen] });
    const line = await Meddler.before(stage.national.publicServiceUrl, lostOnce);
    const proven = await person.provesWho(app);
    const before = await stage.national.count('channel_authorization');
    await expect(app.activates({ ...proven, password: person.password }, { via: line.url })).resolves.toHaveProperty('credentialState', 'activated');
    expect([line.count, await stage.national.count('channel_authorization')]).toEqual([2, before + 1]);
    await line.leaves();
  });

  it('is given again: one settlement, also where the line between two servers breaks', async () => {
    const { stage, xiamenHospital, guangzhouHospital } = cast;
    const line = await Meddler.before(stage.fujian.coreUrl, lostOnce);
    const toInsurer = await stage.fujian.insurer.standsBehind(lostOnce);
    const toNational = await stage.national.standsBehind(({ request, reply, nth }) => lostOnce({ request, reply, nth: nth % 2 }));
    const before = await stage.fujian.insurer.count('settled');
    await xiamenHospital.settles(await xiamenHospital.scans(await shown()), {}, { via: line.url });
    const away = await guangzhouHospital.scans(await citizen.shows({ in: stage.fujian }));
    await guangzhouHospital.settles(away);
    expect([line.count, toInsurer.count, toNational.count]).toEqual([2, 3, 4]);
    expect(await stage.fujian.insurer.count('settled')).toBe(before + 2);
    await Promise.all([line, toInsurer, toNational].map((each) => each.leaves()));
  });

  it('is "unreachable" to a client that is not answered at all, and the transaction may have happened', async () => {
    const { stage, xiamenHospital } = cast;
    const line = await Meddler.before(stage.fujian.coreUrl, () => 'hang up');
    const code = await shown();
    await expect(xiamenHospital.scans(code, {}, { via: line.url, retryAfterMs: [1] })).rejects.toMatchObject({ name: 'Unreachable' });
    await expectRefusal(xiamenHospital.scans(code), 'qrCodeInvalid', { because: 'has been used' });
    await line.leaves();
  });
});
