import type { KernelParts } from '../kernel/host/kernel.js';
import type { RunningTier } from '../kernel/host/start-tier.js';
import { startInsuranceSystemSimulator } from '../sandbox/insurance-system/insurance-system-simulator.js';
import { SmsSimulator } from '../sandbox/sms/sms-simulator.js';
import { VerifierSimulator } from '../sandbox/verifiers/verifier-simulator.js';
import { checkTierConfig, start, type Mode } from '../tiers/index.js';
import { drawFederationKeys, type FederationKeys } from './federation-keys.js';
import { planFederation, portsNeeded, type FederationPlan } from './federation-plan.js';
import { freePorts } from './free-ports.js';
import { sandboxDoors } from './sandbox-doors.js';

export interface FederationOptions {
  /** Two digits each, such as `35`. */
  readonly provinces: readonly string[];
  /** Folder of the database files; without one every database is in memory. */
  readonly dataDir?: string | undefined;
  /** The section `database` of a party such as `province:35`, instead of a file. */
  readonly databaseOf?: ((party: string) => object) | undefined;
  /** Keys of an earlier start, so that its databases open again; fresh ones otherwise. */
  readonly keys?: FederationKeys | undefined;
  readonly environment?: 'production' | 'sandbox' | 'demo';
  readonly logLevel?: string;
  readonly parts?: KernelParts | undefined;
  /** Merged over the configuration of every tier. */
  readonly overrides?: object;
  /** Merged over the configuration of the national tier. */
  readonly nationalOverrides?: object;
  /** Merged over the configuration of every province. */
  readonly provinceOverrides?: object;
}

/** A whole federation in one process: national, provinces, and the simulators of what lies outside. */
export interface Federation {
  readonly plan: FederationPlan;
  readonly national: RunningTier;
  readonly provinces: Readonly<Record<string, RunningTier>>;
  readonly insuranceSystems: Readonly<Record<string, RunningTier>>;
  /** Where the simulated gateway shows the short messages it was handed (GET). */
  readonly smsUrl: string;
  /**
   * Stops a province's mid-platform, lets something happen meanwhile, and starts it again at the same addresses with what it knew; so only where the
   * databases are files.
   */
  whileAway<T>(province: string, act: () => Promise<T>): Promise<T>;
  /** Finishes what is under way and closes everything; safe to call twice. */
  stop(): Promise<void>;
}

interface Stoppable {
  stop(): Promise<void>;
}

const ATTEMPTS = 3;

/**
 * Starts a federation on free loopback ports. When one of its parts does not start, the others are stopped and its error is thrown; a port that was
 * taken between our looking and our listening is another attempt's matter.
 */
export async function startFederation(options: FederationOptions): Promise<Federation> {
  const keys = options.keys ?? drawFederationKeys(options.provinces);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce({ ...options, keys });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === ATTEMPTS) throw error;
    }
  }
}

async function startOnce(options: FederationOptions): Promise<Federation> {
  const [verifiers, sms] = [new VerifierSimulator(), new SmsSimulator()];
  const smsUrl = await sms.start();
  const plan = await planAtFreePorts(options, await verifiers.start(), smsUrl);
  const { parts, environment = 'demo', overrides = {}, nationalOverrides = {}, provinceOverrides = {} } = options;
  const running = new Running([verifiers, sms]);
  const run = (mode: Mode, values: object): Promise<RunningTier> => (
    running.noted(start(checkTierConfig(mode, { ...values, ...overrides }), { ...parts, beside: sandboxDoors(environment) }))
  );
  const runProvince = (values: object): Promise<RunningTier> => run('province', { ...values, ...provinceOverrides });
  try {
    const national = await run('national', { ...plan.national, ...nationalOverrides });
    const provinces = await inTurn(plan.provinces, runProvince);
    const insuranceSystems = await inTurn(plan.insuranceSystems, (values) => running.noted(startInsuranceSystemSimulator(values, parts)));
    const whileAway = <T>(province: string, act: () => Promise<T>): Promise<T> => running.change(async () => {
      await provinces[province]?.stop();
      try {
        return await act();
      } finally {
        provinces[province] = await runProvince(plan.provinces[province] ?? {});
      }
    });
    return { plan, national, provinces, insuranceSystems, smsUrl, whileAway, stop: () => running.stop() };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** What is to be stopped, the latest first; the simulators last. */
class Running {
  private readonly tiers: Stoppable[] = [];
  private changing: Promise<unknown> = Promise.resolve();
  private stopping = false;

  constructor(private readonly simulators: readonly Stoppable[]) {}

  async noted<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    const started = await starting;
    this.tiers.unshift(started);
    return started;
  }

  /** Stops and starts of single tiers: a stop of everything waits for the one under way, and nothing starts after it. */
  change<T>(act: () => Promise<T>): Promise<T> {
    if (this.stopping) return Promise.reject(new Error('the federation is being stopped'));
    const changed = act();
    this.changing = changed.catch(() => undefined);
    return changed;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.changing;
    await Promise.all(this.tiers.map((each) => each.stop()));
    await Promise.all(this.simulators.map((each) => each.stop()));
  }
}

async function planAtFreePorts(options: FederationOptions, verifiersUrl: string, smsUrl: string): Promise<FederationPlan> {
  const { provinces, dataDir, databaseOf, keys, environment = 'demo', logLevel = 'silent' } = options;
  return planFederation({
    provinces, dataDir, databaseOf, environment, logLevel, ports: await freePorts(portsNeeded(provinces.length)),
    verifiersUrl, smsUrl,
  }, keys);
}

async function inTurn<T>(values: Readonly<Record<string, object>>, act: (value: object) => Promise<T>): Promise<Record<string, T>> {
  const done: Record<string, T> = {};
  for (const [key, value] of Object.entries(values)) done[key] = await act(value);
  return done;
}
