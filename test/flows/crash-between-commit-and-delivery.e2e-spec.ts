import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { planFederation, portsNeeded, type FederationPlan } from '../../src/cli/federation-plan.js';
import { freePorts } from '../../src/cli/free-ports.js';
import { systemClock } from '../../src/kernel/clock.js';
import type { Hop } from '../../src/kernel/dispatch/observer.js';
import type { RunningTier } from '../../src/kernel/host/start-tier.js';
import { systemIds } from '../../src/kernel/ids.js';
import { buildResidentId } from '../../src/protocol/identity-documents.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { VerifierSimulator } from '../../src/sandbox/verifiers/verifier-simulator.js';
import { checkTierConfig, start } from '../../src/tiers/index.js';
import { CliProcess } from '../cli/cli-process.js';
import { Citizen } from './stage/citizen.js';
import { ManagementCentre } from './stage/management-centre.js';
import { Meddler } from './stage/meddler.js';
import { shenzhen, xiamen } from './stage/places.js';
import { Speaker } from './stage/speaker.js';
import type { StageTier, TierPlan } from './stage/stage-tier.js';
import { WatchedPoster } from './stage/watched-poster.js';

type Addressed = TierPlan & { readonly peers: { name: string; url?: string }[] };

const verifiers = new VerifierSimulator();
const poster = new WatchedPoster();
const air = { now: () => systemClock.now(), newId: () => systemIds(systemClock).id(), poster, unwatched: poster };
let dataDir: string;
let plan: FederationPlan;
let hops: Hop[];
let provinces: RunningTier[];
let national: CliProcess | undefined;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'openec-crash-'));
  const url = await verifiers.start();
  plan = planFederation({
    provinces: ['35', '44'], dataDir, environment: 'sandbox', logLevel: 'silent', ports: await freePorts(portsNeeded(2)),
    verifiersUrl: url,
  });
  [hops, provinces, national] = [[], [], undefined];
});

afterEach(async () => {
  national?.kill();
  for (const province of provinces) await province.stop();
  await verifiers.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

afterAll(() => poster.close());

const urlOf = (port: number): string => `http://127.0.0.1:${port}`;
const provincePort = (code: string): number => (plan.provinces[code] as TierPlan).listeners.core.port;

/** The national tier as a process of its own, on its file; `at` tells it where a province answers. */
async function nationalStarts(at: Readonly<Record<string, string>> = {}): Promise<void> {
  const config = plan.national as Addressed;
  const peers = config.peers.map((peer) => (at[peer.name] === undefined ? peer : { ...peer, url: at[peer.name] }));
  const file = join(dataDir, 'national.json');
  writeFileSync(file, JSON.stringify({ ...config, peers, outbox: { firstRetryMs: 50, longestRetryMs: 200 } }));
  national = new CliProcess(['national', '--config', file]);
  await national.says(new RegExp(String(config.listeners.publicService.port)));
}

async function nationalIsKilled(): Promise<void> {
  national?.kill();
  await national?.ended();
}

async function provincesStart(): Promise<void> {
  const parts = { observe: (hop: Hop) => { hops.push(hop); } };
  for (const values of Object.values(plan.provinces)) provinces.push(await start(checkTierConfig('province', values), parts));
}

/** Registers the official channel and a person insured in both provinces, and activates the person. */
async function somebodyActivates(): Promise<void> {
  const { listeners } = plan.national as TierPlan;
  const tier = { coreUrl: urlOf(listeners.core.port), publicServiceUrl: urlOf(listeners.publicService.port) } as StageTier;
  const app = await new ManagementCentre(plan.managementCentre, air, tier).registersByTransaction('测试医保服务平台', 'official');
  const citizen = new Citizen('甄测试', buildResidentId('350203', '19900115', '123'), [xiamen, shenzhen]);
  const centre = new Speaker(plan.managementCentre, air);
  for (const poolingArea of citizen.insuredIn) {
    await centre.ask(tier.coreUrl, transactions.reportInsuredPerson, { ...citizen.identity, poolingArea, insuranceType: '310' });
  }
  await citizen.activatesThrough(app);
}

/** What the journals of the provinces say was put into effect, in order. */
async function effects(): Promise<string[][]> {
  return Promise.all(provinces.map(async ({ kernel }) => {
    const rows = await kernel.dataSource.query<{ act: string }[]>("SELECT act FROM journal_entry WHERE act LIKE 'ec.sync.a%' ORDER BY sequence");
    return rows.map(({ act }) => act);
  }));
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error(`not reached in time: ${JSON.stringify(await effects())}`);
    await pause(20);
  }
}

const activationThenAuthorization = [transactions.syncActivation.transType, transactions.syncAuthorization.transType];
const requestsFor = (transType: string): number => hops.filter((hop) => hop.transType === transType && hop.code === 0).length;

describe('the national tier is killed between the commit of an activation and its delivery', () => {
  it('the provinces receive activation and authorization exactly once, in order, after it is started again', async () => {
    await nationalStarts();
    await somebodyActivates();
    await nationalIsKilled();
    await provincesStart();
    expect(await effects()).toEqual([[], []]);
    await nationalStarts();
    await until(async () => (await effects()).every((acts) => acts.length === 2));
    await pause(300);
    expect(await effects()).toEqual([activationThenAuthorization, activationThenAuthorization]);
    for (const { kernel } of provinces) expect(await kernel.dataSource.query('SELECT state FROM electronic_credential')).toEqual([{ state: 'activated' }]);
  });

  it('what a province has taken over before national could note it is delivered again, and takes effect once', async () => {
    await provincesStart();
    // The province has answered; its answer never arrives.
    const meddler = await Meddler.before(urlOf(provincePort('35')), ({ request, reply }) => (request.includes(transactions.syncActivation.transType) ? 'hang up' : reply));
    await nationalStarts({ 'province:35': meddler.url });
    await somebodyActivates();
    await until(async () => (await effects())[0].length === 1);
    await nationalIsKilled();
    const before = requestsFor(transactions.syncActivation.transType);
    await nationalStarts();
    await until(async () => (await effects()).every((acts) => acts.length === 2));
    await pause(300);
    expect(await effects()).toEqual([activationThenAuthorization, activationThenAuthorization]);
    expect(requestsFor(transactions.syncActivation.transType)).toBeGreaterThan(before);
    await meddler.leaves();
  });
});
