import { Command, Option } from 'commander';
import { databasePlace } from '../kernel/config/database-config.js';
import { placeInWords } from '../kernel/persistence/database-place.js';
import { loadTierConfig, migrate, modes, type Mode } from '../tiers/index.js';
import { configOption, requireConfigFile } from './config-option.js';
import { counted, say } from './say.js';

/** `openec migrate`: brings the schema of a tier's database up to date and says which migrations ran. A start does the same. */
export function migrateCommand(): Command {
  return new Command('migrate').description('升级数据库结构 · bring the schema of a database up to date')
    .addOption(configOption())
    .addOption(new Option('-t, --tier <tier>', '层级 · whose database').choices(modes).makeOptionMandatory())
    .action(({ config, tier }: { config?: string; tier: Mode }) => runMigrations(tier, requireConfigFile(config)));
}

async function runMigrations(tier: Mode, file: string): Promise<void> {
  const config = loadTierConfig(tier, file);
  const ran = await migrate(config);
  const where = placeInWords(databasePlace(config.database));
  if (ran.length === 0) say(`数据库结构已是最新，无需升级 · the schema is up to date, nothing to run: ${where}`);
  else say(`已执行 ${ran.length} 项升级 · ${counted(ran.length, 'migration')} ran: ${where}`, ...ran.map((name) => `  ${name}`));
}
