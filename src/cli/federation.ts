import type { KernelParts } from '../kernel/host/kernel.js';
import type { RunningTier } from '../kernel/host/start-tier.js';
import { startInsuranceSystemSimulator } from '../sandbox/insurance-system/insurance-system-simulator.js';
import { VerifierSimulator } from '../sandbox/verifiers/verifier-simulator.js';
import { checkTierConfig, start, type Mode } from '../tiers/index.js';
import { planFederation, portsNeeded, type FederationPlan } from './federation-plan.js';
import { freePorts } from './free-ports.js';

export interface FederationOptions {
  /** Two digits each, such as `35`. */
  readonly provinces: readonly string[];
  readonly dataDir?: string;
  readonly environment?: 'production' | 'sandbox' | 'demo';
  readonly logLevel?: string;
  readonly parts?: KernelParts;
  /** Merged over the configuration of every tier, for tests. */
  readonly overrides?: object;
}

/** A whole federation in one process: national, provinces, and the simulators of what lies outside. */
export interface Federation {
  readonly plan: FederationPlan;
  readonly national: RunningTier;
  readonly provinces: Readonly<Record<string, RunningTier>>;
  readonly insuranceSystems: Readonly<Record<string, RunningTier>>;
  stop(): Promise<void>;
}

/** Starts a federation on free loopback ports. */
export async function startFederation(options: FederationOptions): Promise<Federation> {
  const { provinces, dataDir, environment = 'demo', logLevel = 'silent', parts, overrides = {} } = options;
  const verifiers = new VerifierSimulator();
  const url = await verifiers.start();
  const plan = planFederation({
    provinces, dataDir, environment, logLevel, ports: await freePorts(portsNeeded(provinces.length)),
    realNameUrl: `${url}/real-name`, realPersonUrl: `${url}/real-person`,
  });
  const run = (mode: Mode, values: object): Promise<RunningTier> => start(checkTierConfig(mode, { ...values, ...overrides }), parts);
  const national = await run('national', plan.national);
  const running = await inTurn(plan.provinces, (values) => run('province', values));
  const insuranceSystems = await inTurn(plan.insuranceSystems, (values) => startInsuranceSystemSimulator(values, parts));
  const all = [...Object.values(insuranceSystems), ...Object.values(running), national];
  const stop = async (): Promise<void> => {
    await Promise.all(all.map((tier) => tier.stop()));
    await verifiers.stop();
  };
  return { plan, national, provinces: running, insuranceSystems, stop };
}

async function inTurn<T>(values: Readonly<Record<string, object>>, act: (value: object) => Promise<T>): Promise<Record<string, T>> {
  const done: Record<string, T> = {};
  for (const [key, value] of Object.entries(values)) done[key] = await act(value);
  return done;
}
