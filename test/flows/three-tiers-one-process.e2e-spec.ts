import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { planFederation, portsNeeded, type FederationPlan } from '../../src/cli/federation-plan.js';
import { freePorts } from '../../src/cli/free-ports.js';
import type { RunningTier } from '../../src/kernel/host/start-tier.js';
import { systemClock } from '../../src/kernel/clock.js';
import { systemIds } from '../../src/kernel/ids.js';
import { startInsuranceSystemSimulator } from '../../src/sandbox/insurance-system/insurance-system-simulator.js';
import { VerifierSimulator } from '../../src/sandbox/verifiers/verifier-simulator.js';
import { buildResidentId } from '../../src/protocol/identity-documents.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { CompiledStage, type Child } from './stage/child-process.js';
import { Citizen } from './stage/citizen.js';
import { ManagementCentre } from './stage/management-centre.js';
import { guangzhou, xiamen } from './stage/places.js';
import { Speaker, type Air } from './stage/speaker.js';
import type { StageTier } from './stage/stage-tier.js';
import { WatchedPoster } from './stage/watched-poster.js';

/** What lies outside the three tiers runs in this process, they in one of their own: its memory is theirs alone. */
const outside: { stop(): Promise<unknown> }[] = [];
let compiled: CompiledStage;
let plan: FederationPlan;
let child: Child;
/** Processor time of the start in milliseconds: of loading the program, and of all of it. */
let took: { readonly loaded: number; readonly started: number };

interface Addressed { readonly listeners: { readonly core: { readonly port: number }; readonly publicService: { readonly port: number } } }
const addressOf = (config: object) => {
  const { core, publicService } = (config as Addressed).listeners;
  return { coreUrl: `http://127.0.0.1:${core.port}`, publicServiceUrl: `http://127.0.0.1:${publicService.port}` };
};

beforeAll(async () => {
  compiled = new CompiledStage();
  const verifiers = new VerifierSimulator();
  const url = await verifiers.start();
  outside.push(verifiers);
  plan = planFederation({
    provinces: ['35', '44'], dataDir: compiled.folder, environment: 'demo', logLevel: 'warn', ports: await freePorts(portsNeeded(2)),
    verifiersUrl: url,
  });
  for (const insurer of Object.values(plan.insuranceSystems)) outside.push((await startInsuranceSystemSimulator(insurer)) satisfies RunningTier);
  child = compiled.starts('three-tiers', { national: plan.national, provinces: plan.provinces });
  await Promise.all([plan.national, ...Object.values(plan.provinces)].map((config) => ready(addressOf(config).coreUrl)));
  took = await child.says();
}, 120_000);

afterAll(async () => {
  await child.ends();
  await Promise.all(outside.map((each) => each.stop()));
  compiled.removes();
});

/** Asks until the tier says that it is ready. */
async function ready(url: string): Promise<void> {
  for (let status = 0; status !== 200; await pause(20)) status = await fetch(`${url}/ready`).then((answer) => answer.status, () => 0);
}

it('start at once: fresh databases, three tiers and six listeners cost less than loading the program does', () => {
  // A ratio of one run, which a slow or busy machine does not change; loading takes about a second on a quiet one.
  expect((took.started - took.loaded) / took.loaded).toBeLessThan(1);
});

it('stay under 300 MB of resident memory after some hundred transactions', async () => {
  const [national, fujian, guangdong] = [plan.national, ...Object.values(plan.provinces)].map(addressOf);
  const ids = systemIds(systemClock);
  const air: Air = { now: () => systemClock.now(), newId: () => ids.id(), poster: new WatchedPoster(), unwatched: new WatchedPoster() };
  const centre = new ManagementCentre(plan.managementCentre, air, national as StageTier);
  const app = await centre.registersChannel('测试医保服务平台', 'official');
  const hospitals = [
    await centre.registersHospital({ orgId: 'H35020300001', name: '厦门示例医院', division: '350203' }, fujian),
    await centre.registersHospital({ orgId: 'H44010400003', name: '广州示例医院', division: '440104' }, guangdong),
  ];
  const clerk = new Speaker(plan.managementCentre, air);
  const people = await Promise.all([xiamen, guangzhou].map(async (area, n) => {
    const person = new Citizen('甄测试', buildResidentId(area, '19800101', `10${n}`), [area]);
    await clerk.ask(national.coreUrl, transactions.reportInsuredPerson, { ...person.identity, poolingArea: area, insuranceType: '310' });
    await person.activatesThrough(app);
    return person;
  }));
  await pause(300);
  // Shown at home and away, scanned at home and away, settled: 4 × 3 transactions at the door in each round, more between the tiers.
  for (let round = 0; round < 30; round += 1) {
    await Promise.all(people.flatMap((person) => [fujian, guangdong].map(async (province, n) => {
      const hospital = hospitals[(n + round) % 2];
      expect(await hospital.settles(await hospital.scans(await person.shows({ in: province })))).toHaveProperty('settlementNo');
    })));
  }
  child.hears('how much memory?');
  expect(await child.says<number>()).toBeLessThan(300 * 1024 * 1024);
  air.poster.close();
}, 60_000);
