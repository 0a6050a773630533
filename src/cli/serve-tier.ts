import { loadTierConfig, start, type Mode } from '../tiers/index.js';
import { announce } from './announce.js';
import { requireConfigFile } from './config-option.js';
import { sandboxDoors } from './sandbox-doors.js';
import { runUntilStopped } from './stop-signal.js';

/** Starts the tier a configuration file describes and serves until a signal asks to stop. */
export async function serveTier(mode: Mode, file: string | undefined, title: readonly [chinese: string, english: string]): Promise<void> {
  const config = loadTierConfig(mode, requireConfigFile(file));
  const running = await start(config, { beside: sandboxDoors(config.environment) });
  announce(running, config, title);
  await runUntilStopped(running);
}
