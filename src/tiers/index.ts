import { checkConfig, loadConfig } from '../kernel/config/load-config.js';
import type { KernelParts } from '../kernel/host/kernel.js';
import { startTier, type RunningTier } from '../kernel/host/start-tier.js';
import type { NationalConfig } from './national-config.js';
import { nationalTier } from './national.tier.js';
import type { ProvinceConfig } from './province-config.js';
import { provinceTier } from './province.tier.js';

export type Mode = 'national' | 'province';
export type TierConfig = NationalConfig | ProvinceConfig;

/** The one place where the mode is compared: which list a process is composed of. */
const definitionOf = (mode: Mode) => (mode === 'national' ? nationalTier : provinceTier);

/** Reads and validates the configuration of a tier from a file and the environment. Throws `ConfigError` with every fault. */
export function loadTierConfig(mode: Mode, file: string | undefined): TierConfig {
  const { config, environment } = definitionOf(mode);
  return loadConfig<TierConfig>(config, { file, variables: environment });
}

/** Validates a configuration given as a plain object. Throws `ConfigError` with every fault. */
export function checkTierConfig(mode: Mode, values: object): TierConfig {
  return checkConfig<TierConfig>(definitionOf(mode).config, values);
}

/** Starts the tier a configuration describes. */
export function start(config: TierConfig, parts?: KernelParts): Promise<RunningTier> {
  return config.mode === 'national' ? startTier(nationalTier, config, parts) : startTier(provinceTier, config, parts);
}
