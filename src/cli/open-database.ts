import { existsSync } from 'node:fs';
import type { DatabaseConfig } from '../kernel/config/database-config.js';
import type { Kernel } from '../kernel/host/kernel.js';
import { loadTierConfig, modeOfFile, open, type TierConfig } from '../tiers/index.js';
import { CommandError } from './failure.js';
import { counted } from './say.js';

/**
 * Opens the database of the tier a configuration file describes, lets `act` work on it and closes it. A command that looks must find what it looks at:
 * it neither creates a database nor changes its schema.
 */
export async function withDatabase<T>(file: string, act: (kernel: Kernel, config: TierConfig) => Promise<T>): Promise<T> {
  const config = loadTierConfig(modeOfFile(file), file);
  requireDatabase(config.database);
  const kernel = await open(config, { beforeMigrating });
  try {
    return await act(kernel, config);
  } finally {
    kernel.link.close();
    await kernel.dataSource.destroy();
  }
}

/** Opening a file that is not there would create it; a server refuses by itself. */
function requireDatabase({ file }: DatabaseConfig): void {
  if (file === undefined || existsSync(file)) return;
  throw new CommandError(`数据库文件 ${file} 不存在。`, `The database file ${file} does not exist.`);
}

function beforeMigrating(names: readonly string[]): void {
  throw new CommandError(
    `数据库结构落后 ${names.length} 项升级，请先执行 openec migrate。`,
    `The database lacks ${counted(names.length, 'migration')}; run openec migrate first.`,
  );
}
