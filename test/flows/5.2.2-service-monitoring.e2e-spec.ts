import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import type { CodeCount, Traffic } from '../../src/protocol/transactions/query-tier-state.js';
import { parsePrometheusText, samplesOf, type Sample } from '../kernel/monitor/prometheus-text.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Channel } from './stage/channel.js';
import type { Citizen, ShownCode } from './stage/citizen.js';
import { expectChanges, expectRefusal } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';
import { UNWATCHED } from './stage/stage.js';
import type { StageTier } from './stage/stage-tier.js';
import { Watchman } from './stage/watchman.js';

/** The public-security real-name check: an outside system that answers, or hangs up. */
let isSilent = false;
const verifier = http.createServer((request, response) => {
  request.resume();
  if (isSilent) response.destroy();
  else response.end('{"result":"match"}');
});

let cast: Cast;
let national: Watchman;
beforeAll(async () => {
  await new Promise<void>((resolve) => { verifier.listen(0, '127.0.0.1', resolve); });
  const { port } = verifier.address() as AddressInfo;
  cast = await openStageWithCast({
    onFiles: true, nationalOverrides: { monitoring: UNWATCHED, realName: { url: `http://127.0.0.1:${port}/` }, outbox: { attemptsWhenUnreachable: 1 } },
  });
  national = await Watchman.of(cast.stage);
}, 60_000);
afterAll(async () => {
  await cast.stage.close();
  verifier.closeAllConnections();
  await new Promise((resolve) => { verifier.close(resolve); });
});

const textAt = async (url: string): Promise<string> => (await fetch(url)).text();
const metricsOf = async ({ coreUrl }: Pick<StageTier, 'coreUrl'>): Promise<Sample[]> => parsePrometheusText(await textAt(`${coreUrl}/metrics`));
const valueOf = (samples: readonly Sample[], name: string, labels: Record<string, string>): number => (
  samplesOf(samples, name, labels).reduce((sum, { value }) => sum + value, 0)
);

async function codesOf(tier: string, transType: string): Promise<CodeCount[]> {
  const { transactions } = await national.sees<{ transactions: Traffic[] }>(`/tiers/${tier}`);
  return transactions.filter((each) => each.transType === transType).flatMap(({ codes }) => codes);
}

const countOf = (codes: readonly CodeCount[], name: keyof typeof returnCodes, window: 'minute' | 'fiveMinutes' | 'hour' = 'hour'): number => (
  codes.find(({ returnCode }) => returnCode === returnCodes[name].code)?.[window] ?? 0
);
const asksForStranger = (channel: Channel) => channel.verifiesRealName({ ...cast.stage.stranger().identity, businessPlace: xiamen });

describe('5.2.2 国家公共服务区: 服务监控', () => {
  it('shows the refusals of a channel by return code, until their time has passed', async () => {
    const { stage, partner } = cast;
    for (let n = 0; n < 3; n += 1) await expectRefusal(asksForStranger(partner), 'personNotFound');
    await expectRefusal(partner.listsAuthorizations('A'.repeat(32)), 'forbidden');
    const codes = await codesOf('national', 'ec.realname.verify');
    expect([countOf(codes, 'personNotFound', 'minute'), countOf(codes, 'personNotFound')]).toEqual([3, 3]);
    const { zones } = await national.seesTier('national');
    const publicService = zones.find(({ zone }) => zone === 'public-service');
    expect(publicService?.codes).toContainEqual(expect.objectContaining({ returnCode: 500050, hour: 3 }));
    expect(publicService?.windows.map(({ minutes, refused, faults }) => ({ minutes, refused, faults })))
      .toEqual([1, 5, 60].map((minutes) => ({ minutes, refused: 4, faults: 0 })));
    expect(valueOf(await metricsOf(stage.national), 'openec_requests_total', { zone: 'public-service', code: '500050', class: 'refused' })).toBe(3);
    stage.clock.passes({ minutes: 2 });
    const later = await codesOf('national', 'ec.realname.verify');
    expect((['minute', 'fiveMinutes', 'hour'] as const).map((window) => countOf(later, 'personNotFound', window))).toEqual([0, 3, 3]);
    stage.clock.passes({ minutes: 61 });
    expect(await codesOf('national', 'ec.realname.verify')).toEqual([]);
    expect(valueOf(await metricsOf(stage.national), 'openec_requests_total', { zone: 'public-service', code: '500050' })).toBe(3);
  });

  it('keeps refusals apart from errors: those alarm nobody, a silent verifier does, until it answers again and five minutes have passed', async () => {
    const { stage, app } = cast;
    const known = await stage.citizen({ insuredIn: [xiamen] });
    for (let n = 0; n < 20; n += 1) await expectRefusal(asksForStranger(app), 'personNotFound');
    expect(await national.hears()).toEqual([]);
    isSilent = true;
    for (let n = 0; n < 3; n += 1) await expectRefusal(app.verifiesRealName({ ...known.identity, businessPlace: xiamen }), 'timeout');
    expect(await national.hears()).toEqual(['error-rate national public-service', 'outside-system-failing national real-name-verifier']);
    expect(await national.seesTier('national')).toMatchObject({ failing: ['real-name-verifier'], alarms: [
      { rule: 'error-rate', detail: expect.stringMatching(/^3 of \d+ requests in 5 minutes$/) },
      { rule: 'outside-system-failing', subject: 'real-name-verifier' },
    ] });
    isSilent = false;
    await known.activatesThrough(app);
    expect(await national.hears()).toEqual(['error-rate national public-service']);
    stage.clock.passes({ minutes: 6 });
    expect(await national.hears()).toEqual([]);
  });
});

describe('5.2.3 省级核心业务区、公共服务区: 服务监控', () => {
  it('shows from the centre what each zone of a province answered, and no other province', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const code = await citizen.shows({ in: stage.fujian });
    await xiamenHospital.scans(code);
    await expectRefusal(xiamenHospital.scans(code), 'qrCodeInvalid');
    const issued = await codesOf('province:35', 'ec.qrcode.issue');
    expect(countOf(issued, 'success')).toBeGreaterThanOrEqual(1);
    const scanned = await codesOf('province:35', 'ec.query');
    expect([countOf(scanned, 'success'), countOf(scanned, 'qrCodeInvalid')]).toEqual([1, 1]);
    expect(await codesOf('province:44', 'ec.query')).toEqual([]);
    const metrics = await metricsOf(stage.fujian.tier);
    expect(valueOf(metrics, 'openec_requests_total', { tier: 'province:35', zone: 'core', trans_type: 'ec.query', code: '500049' })).toBe(1);
    expect(valueOf(metrics, 'openec_request_duration_seconds_count', { zone: 'public-service', trans_type: 'ec.qrcode.issue' })).toBeGreaterThanOrEqual(1);
  });

  it('shows a local core business system that does not answer, raises an alert at its province, and clears it', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    await stage.fujian.insurer.stops();
    for (let n = 0; n < 3; n += 1) {
      const scan = await xiamenHospital.scans(await citizen.shows({ in: stage.fujian }));
      await expectRefusal(xiamenHospital.previews(scan), 'timeout');
    }
    expect(await national.hears()).toContain('outside-system-failing province:35 insurance-system:35');
    expect(valueOf(await metricsOf(stage.fujian.tier), 'openec_contact_up', { contact: 'insurance-system:35' })).toBe(0);
    await stage.fujian.insurer.starts();
    await citizen.shows({ in: stage.fujian }).then((code) => xiamenHospital.scans(code)).then((scan) => xiamenHospital.previews(scan).catch(() => undefined));
    expect(await national.hears()).not.toContain('outside-system-failing province:35 insurance-system:35');
  });
});

describe('what a scraper reads', () => {
  it('is served in the core zone of every tier, parses, and is not there in the public-service zone; /health is in both', async () => {
    for (const tier of cast.stage.tiers) {
      const { name, coreUrl, publicServiceUrl } = tier;
      expect(samplesOf(await metricsOf(tier), 'openec_database_writable')).toMatchObject([{ value: 1, labels: { tier: name } }]);
      expect((await fetch(`${publicServiceUrl}/metrics`)).status).toBe(404);
      for (const url of [coreUrl, publicServiceUrl]) expect(JSON.parse(await textAt(`${url}/health`))).toMatchObject({ tier: name, checks: expect.any(Array) });
    }
  });

  it('reading and watching change nothing in any database', async () => {
    const { stage } = cast;
    await national.user.logsIn();
    const before = await snapshot(stage.tiers);
    await Promise.all(stage.tiers.map(metricsOf));
    for (const path of ['', '/tiers/province:35', '/links', '/outbox', '/lags', '/rules']) await national.user.asks('GET', `monitoring${path}`);
    await expectChanges(stage, before, {});
  });
});

describe('what is stalled', () => {
  let citizen: Citizen;
  let code: ShownCode;

  it('is shown with peer, kind of subject, age and last error, and raises an alert', async () => {
    const { stage, app } = cast;
    citizen = await stage.citizen({ insuredIn: [xiamen, guangzhou], name: '甄金丝雀' });
    await stage.converged();
    await stage.guangdong.tier.stops();
    await citizen.activatesThrough(app, { businessPlace: xiamen });
    code = await citizen.shows({ in: stage.fujian, choosing: xiamen });
    while ((await stage.national.count('outbox_entry', `state = 'stalled'`)) === 0) await pause(20);
    await stage.national.rows(`UPDATE outbox_entry SET last_error = last_error || ?`, [` of ${citizen.idNo} with ${code.ecQrCode}`]);
    stage.clock.passes({ minutes: 3 });
    const { stalled } = await national.sees<{ stalled: { subjectKind: string; lastError: string; createdAt: number }[] }>('/outbox');
    expect(stalled.map(({ subjectKind }) => subjectKind)).toContain('激活信息同步');
    expect(stalled[0]).toMatchObject({ tier: 'national', peer: 'province:44', attempts: 1, lastError: expect.stringContaining('127.0.0.1') });
    expect(stage.clock.now() - stalled[0].createdAt).toBeGreaterThan(3 * 60_000);
    expect(await national.hears()).toContain('outbox-stalled national province:44');
  });

  it('names no person, no code, no key: nowhere in what is watched, scraped or asked', async () => {
    const { stage, app } = cast;
    await asksForStranger(app).catch(() => undefined);
    const paths = ['', '/tiers/national', '/tiers/province:35', '/links', '/outbox', '/lags', '/rules', '/alerts?page=1&pageSize=200'];
    const answers = await Promise.all(paths.map(async (path) => JSON.stringify(await national.sees(path))));
    const urls = [stage.national, stage.fujian.tier].flatMap(({ coreUrl }) => ['metrics', 'health', 'ready'].map((path) => `${coreUrl}/${path}`));
    const scraped = await Promise.all(urls.map(textAt));
    const credentials = await stage.national.rows<{ n: string }>('SELECT credential_number AS n FROM electronic_credential');
    const canaries = [
      citizen.userName, citizen.idNo, citizen.face, code.ecQrCode, code.showId, citizen.authorizationCodeIn(app),
      app.speaker.keys.appId, app.speaker.keys.appSecret, national.user.token ?? '', ...credentials.map(({ n }) => n),
    ];
    for (const text of [...answers, ...scraped]) for (const canary of canaries) expect(text).not.toContain(canary);
    expect(answers.join()).toContain('province:44');
  });

  it('is sent again by an operator of the bureau, with a line in the journal; others may not', async () => {
    const { stage } = cast;
    const local = await Watchman.of(stage, 'province:44');
    await local.user.logsIn();
    expect(await local.user.tries('POST', 'monitoring/outbox/redelivery', { reason: '重发' })).toMatchObject({ status: 403 });
    const waiting = await stage.national.count('outbox_entry', `state = 'stalled'`);
    await stage.guangdong.tier.starts();
    expect(await national.user.asks('POST', 'monitoring/outbox/redelivery', { peer: 'province:35', reason: '无可重发' })).toEqual({ redelivered: 0 });
    expect(await national.user.asks('POST', 'monitoring/outbox/redelivery', { peer: 'province:44', reason: '线路恢复' })).toEqual({ redelivered: waiting });
    await stage.converged();
    expect(await stage.national.count('journal_entry', `act = 'management.outbox.redeliver' AND actor = 'user:${national.user.name}'`)).toBe(2);
    await expect(citizen.shows({ in: stage.guangdong, choosing: guangzhou })).resolves.toHaveProperty('poolingArea', guangzhou);
    expect(await national.hears()).not.toContain('outbox-stalled national province:44');
  });
});
