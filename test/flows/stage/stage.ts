import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startFederation, type Federation, type FederationOptions } from '../../../src/cli/federation.js';
import { HttpPoster } from '../../../src/client/http-post.js';
import type { Hop } from '../../../src/kernel/dispatch/observer.js';
import { systemIds } from '../../../src/kernel/ids.js';
import { UNDELIVERED } from '../../../src/kernel/outbox/outbox-entry.entity.js';
import { buildResidentId } from '../../../src/protocol/identity-documents.js';
import { startInsuranceSystemSimulator } from '../../../src/sandbox/insurance-system/insurance-system-simulator.js';
import type { SentMessage } from '../../../src/sandbox/sms/sms-simulator.js';
import { checkTierConfig, start, type Mode } from '../../../src/tiers/index.js';
import { Citizen } from './citizen.js';
import { ManagementCentre } from './management-centre.js';
import { Province } from './province.js';
import type { Air } from './speaker.js';
import { StageClock } from './stage-clock.js';
import { stageDatabases } from './stage-databases.js';
import { StageTier, type Starter, type TierPlan } from './stage-tier.js';
import { inventedCreditCode, Unit } from './unit.js';
import { WatchedPoster } from './watched-poster.js';

export interface StageWish extends Pick<FederationOptions, 'environment' | 'logLevel' | 'nationalOverrides' | 'provinceOverrides'> {
  /** Two digits each; 福建 and 广东 by default. */
  readonly provinces?: readonly string[];
  /** Keeps every database in a file of a folder of its own, so that a tier can be started again; else in memory. */
  readonly onFiles?: boolean;
  /** Keeps them in this folder instead, which stays when the stage closes. */
  readonly folder?: string;
  /** Another clock than one that runs. */
  readonly clock?: StageClock;
}

export interface CitizenWish {
  /** Pooling areas; a province must be on the stage for each. */
  readonly insuredIn: readonly string[];
  readonly name?: string;
  /** 310 unless said otherwise. */
  readonly insuranceType?: string;
}

/** The management centre looks at the federation when a test says so, and not in between; a loaded machine alarms nobody. */
export const UNWATCHED = { everySeconds: 0, eventLoopDelayMs: 60_000 };

/** Passwords are hashed as slowly as in production only there, or where a test is about that: whole seconds of most flows would go into it. */
const quick = (environment: StageWish['environment']) => (environment === 'production' ? {} : { passwordHashCost: 8 });

/** The tiers count when a test says so. */
const UNCOUNTED = { statistics: { countEverySeconds: 86_400 } };

export interface UnitWish {
  readonly representative: Citizen;
  /** Pooling areas; a province must be on the stage for each. */
  readonly registeredIn: readonly string[];
  readonly name?: string;
  readonly kind?: 'employer' | 'institution';
}

/** Opens a stage: a whole federation in this process, national and provinces with their insurers, over real HTTP with real signatures. */
export async function openStage({ provinces = ['35', '44'], onFiles = false, folder, clock = new StageClock(), nationalOverrides: national, ...rest }: StageWish = {}): Promise<Stage> {
  const ownFolder = onFiles ? mkdtempSync(join(tmpdir(), 'openec-stage-')) : undefined;
  const hops: Hop[] = [];
  const parts = { clock, observe: (hop: Hop) => { hops.push(hop); } };
  const overrides = { national: { monitoring: UNWATCHED, ...quick(rest.environment), ...UNCOUNTED, ...national }, province: { ...UNCOUNTED, ...rest.provinceOverrides } };
  const federation = await startFederation({
    provinces, dataDir: folder ?? ownFolder, databaseOf: await stageDatabases(provinces), ...rest, nationalOverrides: overrides.national, provinceOverrides: overrides.province, parts,
  });
  const tier = (mode: Mode): Starter => (plan) => start(checkTierConfig(mode, { ...plan, ...overrides[mode] }), parts);
  return new Stage(federation, clock, hops, ownFolder, { tier, insurer: (plan) => startInsuranceSystemSimulator(plan, parts) });
}

interface Starters {
  readonly tier: (mode: Mode) => Starter;
  readonly insurer: Starter;
}

/** Where the flows are played. Everybody on it shares one clock. */
export class Stage {
  readonly national: StageTier;
  readonly provinces: Readonly<Record<string, Province>>;
  readonly centre: ManagementCentre;
  readonly air: Air;
  private readonly posters = { poster: new WatchedPoster(), unwatched: new HttpPoster() };
  private born = 0;
  private founded = 0;

  constructor(
    private readonly federation: Federation, readonly clock: StageClock, readonly hops: Hop[], private readonly ownFolder: string | undefined, starters: Starters,
  ) {
    const ids = systemIds(clock);
    this.air = { now: () => clock.now(), newId: () => ids.id(), ...this.posters };
    const { plan } = federation;
    this.national = new StageTier(plan.national as TierPlan, federation.national, starters.tier('national'), this.air);
    this.centre = new ManagementCentre(plan.managementCentre, this.air, this.national);
    this.provinces = Object.fromEntries(Object.entries(federation.provinces).map(([code, running]) => {
      const tier = new StageTier(plan.provinces[code] as TierPlan, running, starters.tier('province'), this.air);
      const insurer = new StageTier(plan.insuranceSystems[code] as TierPlan, federation.insuranceSystems[code], starters.insurer, this.air);
      return [code, new Province(code, tier, insurer, this.national)];
    }));
  }

  get fujian(): Province {
    return this.province('35');
  }

  get guangdong(): Province {
    return this.province('44');
  }

  /** Only on a stage that was asked for with this province. */
  get zhejiang(): Province {
    return this.province('33');
  }

  /** Every server whose database is ours to look into. */
  get tiers(): StageTier[] {
    return [this.national, ...Object.values(this.provinces).flatMap(({ tier, insurer }) => [tier, insurer])];
  }

  /** An invented person with a valid check digit of whom nobody has heard. */
  stranger(name = '甄测试', insuredIn: readonly string[] = []): Citizen {
    this.born += 1;
    const birthday = `19${50 + (this.born % 50)}0${1 + (this.born % 9)}15`;
    return new Citizen(name, buildResidentId(insuredIn[0] ?? '350203', birthday, String(100 + this.born).slice(-3)), insuredIn);
  }

  /** An invented person, reported to national by the provinces of the insured places. */
  async citizen({ insuredIn, name, insuranceType = '310' }: CitizenWish): Promise<Citizen> {
    const person = this.stranger(name, insuredIn);
    for (const poolingArea of insuredIn) await this.province(poolingArea.slice(0, 2)).reports(person.identity, { poolingArea, insuranceType });
    return person;
  }

  /** An invented unit of which nobody has heard. */
  unknownUnit({ representative, registeredIn, name, kind = 'employer' }: UnitWish): Unit {
    this.founded += 1;
    return new Unit(inventedCreditCode(this.founded), name ?? `示例用人单位${this.founded}（集团）有限公司`, kind, representative, registeredIn);
  }

  /** An invented unit, reported to national by the provinces of its pooling areas. */
  async unit(wish: UnitWish): Promise<Unit> {
    const unit = this.unknownUnit(wish);
    for (const poolingArea of unit.registeredIn) await this.province(poolingArea.slice(0, 2)).reportsUnit(unit, poolingArea);
    return unit;
  }

  /** The short messages that one number was sent, the newest first. */
  async messagesTo(mobile: string): Promise<SentMessage[]> {
    return (await (await fetch(`${this.federation.smsUrl}?mobile=${mobile}`)).json()) as SentMessage[];
  }

  /** Waits until every outbox is empty. Throws when a message is stalled, or when the time is over. */
  converged(withinMs = 60_000): Promise<void> {
    return this.untilDelivered(this.tiers, withinMs);
  }

  /** The same for the outbox of one tier alone. */
  delivered(tier: StageTier, withinMs = 60_000): Promise<void> {
    return this.untilDelivered([tier], withinMs);
  }

  /** 报表统计 (5.2.1): every tier counts, the provinces report, and national has heard it. */
  async countsEverything(): Promise<void> {
    await this.national.counts();
    for (const province of Object.values(this.provinces)) await province.reportsStatistics();
    await this.converged();
  }

  /** Plays an act and tells who spoke to whom meanwhile: `province:44 → national ec.exchange.decode 0`, in the order in which they were answered. */
  async heard(act: () => Promise<unknown>): Promise<string[]> {
    const before = this.hops.length;
    await act();
    return this.hops.slice(before).map(({ from, to, transType, code }) => `${from} → ${to} ${transType} ${code}`);
  }

  async close(): Promise<void> {
    for (const poster of Object.values(this.posters)) poster.close();
    await Promise.all(this.tiers.map((tier) => tier.stops()));
    await this.federation.stop();
    if (this.ownFolder !== undefined) rmSync(this.ownFolder, { recursive: true, force: true });
  }

  private province(code: string): Province {
    const found = this.provinces[code];
    if (found === undefined) throw new Error(`province ${code} is not on this stage`);
    return found;
  }

  private async untilDelivered(tiers: readonly StageTier[], withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    for (let waiting = await this.waiting(tiers); waiting.length > 0; waiting = await this.waiting(tiers)) {
      if (performance.now() > deadline) throw new Error(`not converged within ${withinMs} ms: ${waiting.join(', ')}`);
      await pause(5);
    }
  }

  private async waiting(tiers: readonly StageTier[]): Promise<string[]> {
    // Asked some hundred times a second: in plain SQL, by the words of the index.
    const undelivered = await Promise.all(tiers.map(async (tier) => ({
      name: tier.name, rows: await tier.rows<{ state: string; n: number }>(`SELECT "state", count(*) AS n FROM "outbox_entry" WHERE ${UNDELIVERED} GROUP BY "state"`),
    })));
    const lines = undelivered.flatMap(({ name, rows }) => rows.map(({ state, n }) => ({ name, state, n: Number(n) })));
    const stalled = lines.find(({ state }) => state === 'stalled');
    if (stalled !== undefined) throw new Error(`${stalled.name} has ${stalled.n} stalled messages`);
    return lines.map(({ name, n }) => `${name} has ${n} waiting`);
  }
}
