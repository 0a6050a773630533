import * as net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectJournalsWhole } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';
import { openStage, UNWATCHED } from './stage/stage.js';
import type { StageTier } from './stage/stage-tier.js';
import { Watchman, type ShownTier } from './stage/watchman.js';

let cast: Cast;
let national: Watchman;
beforeAll(async () => {
  cast = await openStageWithCast({
    provinces: ['35', '44', '33'], onFiles: true, nationalOverrides: { monitoring: { ...UNWATCHED, askTimeoutMs: 1_000 } },
  });
  national = await Watchman.of(cast.stage);
}, 60_000);
afterAll(() => cast.stage.close());

const reachOf = ({ tier, reach }: ShownTier): string => `${tier} ${reach}`;

/** Stands at the address of a tier that is stopped: takes connections and never answers. Tells what happens to them. */
async function silenceAt({ coreUrl, name }: StageTier, told: string[]): Promise<net.Server> {
  const server = net.createServer((socket) => {
    socket.once('data', () => told.push(`${name} asked`)).once('close', () => told.push(`${name} given up`)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => { server.listen(Number(new URL(coreUrl).port), '127.0.0.1', resolve); });
  return server;
}

describe('5.2.1 运行监测: the whole federation seen from the national management centre', () => {
  it('shows every tier: when it started, its zones, process and database, what waits, and that nothing is wrong', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    await cast.xiamenHospital.scans(await citizen.shows({ in: stage.fujian }));
    const { tiers } = await national.sees<{ tiers: ShownTier[] }>();
    expect(tiers.map(reachOf)).toEqual(['national answers', 'province:35 answers', 'province:44 answers', 'province:33 answers']);
    for (const tier of tiers) {
      expect(tier).toMatchObject({
        startedAt: expect.any(Number), database: { writable: true, why: 'takes writes' }, waiting: { pending: 0, stalled: 0 }, failing: [], alarms: [],
        process: { residentBytes: expect.any(Number), heapUsedBytes: expect.any(Number), eventLoopDelayMs: expect.any(Number) },
      });
      expect(Math.abs(tier.clockAheadMs ?? Number.NaN)).toBeLessThan(1_000);
    }
    expect(tiers[1].zones.map(({ zone }) => zone).toSorted()).toEqual(['core', 'public-service']);
  });

  it('shows every link as its caller sees it: last success, last failure, round trip', async () => {
    const links = await national.seesLines('links');
    const [toFujian] = links.filter(({ tier, name }) => tier === 'national' && name === 'province:35');
    expect(toFujian).toMatchObject({ kind: 'peer', failuresInRow: 0, lastSuccessAt: expect.any(Number), roundTripMs: expect.any(Number) });
    expect(links.map(({ tier, name }) => `${String(tier)} → ${String(name)}`)).toEqual(expect.arrayContaining([
      'national → real-name-verifier', 'national → sms-gateway',
      'province:35 → national', 'province:35 → insurance-system:35', 'province:44 → insurance-system:44',
    ]));
  });

  it('asks once for everybody who looks within a few seconds, each province one question', async () => {
    const { stage } = cast;
    await national.sees();
    expect(await stage.heard(() => national.user.asks('GET', 'monitoring'))).toEqual([]);
    stage.clock.passes({ seconds: 6 });
    const heard = await stage.heard(() => Promise.all([1, 2, 3].map(() => national.user.asks('GET', 'monitoring/links'))));
    expect(heard.toSorted()).toEqual(['33', '35', '44'].map((code) => `national → province:${code} ec.monitor.query 0`));
  });

  it('publishes the rules by which it raises alerts', async () => {
    const { items } = await national.sees<{ items: { rule: string; says: string }[] }>('/rules');
    expect(items).toHaveLength(8);
    expect(items).toContainEqual({ rule: 'tier-unreachable', says: 'the tier did not answer 2 times in a row' });
  });
});

describe('a province that goes down', () => {
  it('is shown as unreachable since when, an alert is raised once, and cleared when it is back', async () => {
    const { guangdong, clock } = cast.stage;
    expect(await national.hears()).toEqual([]);
    const before = clock.now();
    await guangdong.tier.stops();
    const seen = await national.seesTier('province:44');
    expect(seen).toMatchObject({ reach: 'unreachable', why: 'ECONNREFUSED', lastAnsweredAt: expect.any(Number), alarms: [] });
    expect(seen.unansweredSince).toBeGreaterThanOrEqual(before);
    expect(await national.seesTier('province:35')).toMatchObject({ reach: 'answers' });
    expect(await national.hears()).toEqual(['tier-unreachable province:44']);
    expect(await national.hears()).toEqual(['tier-unreachable province:44']);
    expect(await national.seesTier('province:44')).toMatchObject({ unansweredSince: seen.unansweredSince, alarms: [{ rule: 'tier-unreachable' }] });
    await guangdong.tier.starts();
    expect(await national.hears()).toEqual([]);
    expect(await national.seesTier('province:44')).toMatchObject({ reach: 'answers' });
    const [cleared] = await national.seesAlerts('cleared');
    expect(cleared).toMatchObject({ tier: 'province:44', rule: 'tier-unreachable', detail: 'ECONNREFUSED' });
    expect(cleared.clearedAt).toBeGreaterThan(cleared.raisedAt);
  });

  it('does not keep the centre waiting longer than its time, nor the others: all are asked before one is given up', async () => {
    const { guangdong, zhejiang, fujian } = cast.stage;
    const told: string[] = [];
    await Promise.all([guangdong.tier.stops(), zhejiang.tier.stops()]);
    const silences = [await silenceAt(guangdong.tier, told), await silenceAt(zhejiang.tier, told)];
    const { tiers } = await national.sees<{ tiers: ShownTier[] }>();
    expect(tiers.map(reachOf)).toEqual(['national answers', 'province:35 answers', 'province:44 unreachable', 'province:33 unreachable']);
    expect(tiers.slice(2).map(({ why }) => why)).toEqual(['no answer in time', 'no answer in time']);
    expect(told.slice(0, 2).toSorted()).toEqual(['province:33 asked', 'province:44 asked']);
    await Promise.all(silences.map((server) => new Promise((resolve) => { server.close(resolve); })));
    await Promise.all([guangdong, zhejiang].map(({ tier }) => tier.starts()));
    expect(await national.hears()).toEqual([]);
    expect(await national.seesTier(fujian.tier.name)).toMatchObject({ reach: 'answers' });
  });

  it('leaves what it was told to be delivered: backlog by peer and age, an alert when it grows old, and the lag once it has arrived', async () => {
    const { stage } = cast;
    const citizen = await stage.citizen({ insuredIn: [guangzhou] });
    await stage.converged();
    await stage.guangdong.tier.stops();
    await citizen.activatesThrough(cast.app, { businessPlace: xiamen });
    const caused = stage.clock.now();
    const [backlog] = (await national.seesLines<{ peer: string; pending: number; oldestAt: number }>('outbox')).filter(({ peer }) => peer === 'province:44');
    expect(backlog).toMatchObject({ tier: 'national', pending: expect.any(Number), stalled: 0 });
    expect(backlog.pending).toBe(await stage.national.count('outbox_entry', `state = 'pending' AND destination = 'province:44'`));
    expect(backlog.pending).toBeGreaterThan(0);
    expect(backlog.oldestAt).toBeLessThanOrEqual(caused);
    stage.clock.passes({ minutes: 16 });
    expect(await national.hears()).toContain('outbox-old national province:44');
    await stage.guangdong.tier.starts();
    await stage.converged();
    expect(await national.hears()).toEqual([]);
    expect((await national.seesLines('outbox')).filter(({ tier }) => tier === 'national')).toEqual([]);
    const lags = await national.seesLines<{ tier: string; destination: string; transType: string; worst: number }>('lags');
    const [lag] = lags.filter(({ tier, destination, transType }) => tier === 'national' && destination === 'province:44' && transType === 'ec.sync.activation');
    expect(lag.worst).toBeGreaterThanOrEqual(16 * 60_000);
  });
});

describe('an alert', () => {
  it('is acknowledged once, by whoever may operate there; the journal says by whom', async () => {
    const { stage } = cast;
    await stage.zhejiang.tier.stops();
    await national.hears();
    await national.hears();
    const [{ alertId }] = await national.seesAlerts('unacknowledged');
    const local = await Watchman.of(stage, 'province:44');
    const path = `monitoring/alerts/${alertId}/acknowledgement`;
    await local.user.logsIn();
    expect(await local.user.tries('POST', path, { reason: '不是我省' })).toMatchObject({ status: 403, json: { code: -4 } });
    expect(await national.user.asks('POST', path, { reason: '机房停电，已联系' })).toMatchObject({ alertId, acknowledgedBy: national.user.name, note: '机房停电，已联系' });
    expect(await national.user.tries('POST', path, { reason: '再一次' })).toMatchObject({ status: 409, json: { code: -2 } });
    expect(await national.user.tries('POST', 'monitoring/alerts/nobody/acknowledgement', { reason: '无' })).toMatchObject({ status: 404, json: { code: -5 } });
    expect(await stage.national.rows('SELECT actor, outcome FROM journal_entry WHERE act = ?', ['management.alert.acknowledge']))
      .toEqual([{ actor: `user:${national.user.name}`, outcome: 'done' }]);
    expect(await national.seesAlerts()).toMatchObject([{ alertId, acknowledgedBy: national.user.name }]);
    await stage.zhejiang.tier.starts();
    expect(await national.hears()).toEqual([]);
    await expectJournalsWhole([stage.national]);
  });

  it('stays open over a restart of the national tier, and is cleared afterwards', async () => {
    const { stage } = cast;
    await stage.zhejiang.tier.stops();
    await national.hears();
    expect(await national.hears()).toEqual(['tier-unreachable province:33']);
    const [{ alertId }] = await national.seesAlerts();
    await stage.national.stops();
    await stage.national.starts();
    expect(await national.hears()).toEqual(['tier-unreachable province:33']);
    expect((await national.seesAlerts()).map((alert) => alert.alertId)).toEqual([alertId]);
    await stage.zhejiang.tier.starts();
    expect(await national.hears()).toEqual([]);
  });
});

describe('the look around', () => {
  it('is taken by itself, whether or not somebody watches', async () => {
    const stage = await openStage({ provinces: ['35'], nationalOverrides: { monitoring: { ...UNWATCHED, everySeconds: 1 } } });
    try {
      await stage.fujian.tier.stops();
      while ((await stage.national.count('monitoring_alert', `tier = 'province:35'`)) === 0) await pause(50);
      expect(await stage.national.count('monitoring_alert')).toBe(1);
    } finally {
      await stage.close();
    }
  });
});

describe('4.8 地方登录使用: whoever watches a province', () => {
  it('sees its own tier, and the lines of which one end lies there', async () => {
    const { stage } = cast;
    const fujian = await Watchman.of(stage, 'province:35');
    expect((await fujian.sees<{ tiers: ShownTier[] }>()).tiers.map(({ tier }) => tier)).toEqual(['province:35']);
    expect(await fujian.sees('/tiers/province:35')).toMatchObject({ tier: 'province:35', contacts: expect.any(Array), transactions: expect.any(Array) });
    const links = (await fujian.seesLines('links')).map(({ tier, name }) => `${String(tier)} → ${String(name)}`);
    expect(links.toSorted()).toEqual(['national → province:35', 'province:35 → insurance-system:35', 'province:35 → national']);
    const lags = await fujian.seesLines('lags');
    expect(lags.length).toBeGreaterThan(0);
    expect(lags.filter(({ tier, destination }) => ![tier, destination].includes('province:35'))).toEqual([]);
  });

  it('is refused other tiers, and told of no other alerts', async () => {
    const { stage } = cast;
    const fujian = await Watchman.of(stage, 'province:35', 'lingyige.fujian');
    await fujian.user.logsIn();
    for (const tier of ['province:44', 'national']) {
      expect(await fujian.user.tries('GET', `monitoring/tiers/${tier}`)).toMatchObject({ status: 403, json: { code: -4 } });
    }
    expect(await fujian.user.tries('GET', 'monitoring/tiers/province:99')).toMatchObject({ status: 404, json: { code: -5 } });
    expect(await national.seesAlerts('cleared')).not.toEqual([]);
    expect(await fujian.seesAlerts('cleared')).toEqual([]);
    const guangdong = await Watchman.of(stage, 'province:44', 'lingyige.guangdong');
    expect(new Set((await guangdong.seesAlerts('cleared')).map(({ tier }) => tier))).toEqual(new Set(['province:44']));
  });

  it('a city watches over no tier', async () => {
    const city = await Watchman.of(cast.stage, 'city:350200');
    expect((await city.sees<{ tiers: ShownTier[] }>()).tiers).toEqual([]);
    expect(await city.seesLines('links')).toEqual([]);
    expect(await city.seesAlerts('cleared')).toEqual([]);
  });
});
