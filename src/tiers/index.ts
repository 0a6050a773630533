import { checkConfig, ConfigError, loadConfig, readConfigFile } from '../kernel/config/load-config.js';
import { databaseOptions as optionsOf, openDatabase, openKernel, type Kernel, type KernelParts } from '../kernel/host/kernel.js';
import { startTier, type RunningTier } from '../kernel/host/start-tier.js';
import type { NationalConfig } from './national-config.js';
import { nationalTier } from './national.tier.js';
import type { ProvinceConfig } from './province-config.js';
import { provinceTier } from './province.tier.js';

export const modes = ['national', 'province'] as const;
export type Mode = (typeof modes)[number];
export type TierConfig = NationalConfig | ProvinceConfig;

/** The one place where the mode is compared: which list a process is composed of. */
const definitionOf = (mode: Mode) => (mode === 'national' ? nationalTier : provinceTier);

/** Reads and validates the configuration of a tier from a file and the environment. Throws `ConfigError` with every fault. */
export function loadTierConfig(mode: Mode, file: string | undefined): TierConfig {
  const { config, environment } = definitionOf(mode);
  return loadConfig<TierConfig>(config, { file, variables: environment });
}

/** The tier whose configuration stands in a file. Throws `ConfigError`. */
export function modeOfFile(file: string): Mode {
  const { mode } = readConfigFile(file);
  if (mode === 'national' || mode === 'province') return mode;
  throw new ConfigError(['mode: must be national or province']);
}

/** Validates a configuration given as a plain object. Throws `ConfigError` with every fault. */
export function checkTierConfig(mode: Mode, values: object): TierConfig {
  return checkConfig<TierConfig>(definitionOf(mode).config, values);
}

/** Starts the tier a configuration describes. */
export function start(config: TierConfig, parts?: KernelParts): Promise<RunningTier> {
  return config.mode === 'national' ? startTier(nationalTier, config, parts) : startTier(provinceTier, config, parts);
}

/** Opens the machinery of a tier without serving, for commands that look at its database or repair it. Whoever opens it closes its data source. */
export function open(config: TierConfig, parts: KernelParts): Promise<Kernel> {
  return config.mode === 'national' ? openKernel(nationalTier, config, parts) : openKernel(provinceTier, config, parts);
}

/** Brings the schema of a tier's database up to date and gives the names of the migrations that ran. */
export async function migrate(config: TierConfig): Promise<readonly string[]> {
  let ran: readonly string[] = [];
  const note = (names: readonly string[]): void => { ran = names; };
  const opening = config.mode === 'national' ? openDatabase(nationalTier, config, note) : openDatabase(provinceTier, config, note);
  await (await opening).destroy();
  return ran;
}

/** Driver, file, entities and migrations of the database a configuration describes, for TypeORM's own tools. */
export function databaseOptions(config: TierConfig): ReturnType<typeof optionsOf> {
  return config.mode === 'national' ? optionsOf(nationalTier, config) : optionsOf(provinceTier, config);
}
