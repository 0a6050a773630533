import type { RunningTier } from '../kernel/host/start-tier.js';
import { databasePlace } from '../kernel/config/database-config.js';
import type { KernelConfig } from '../kernel/config/kernel-config.js';
import { placeInWords } from '../kernel/persistence/database-place.js';
import { alignedColumns } from './display-width.js';
import { say } from './say.js';

/** Says that a server answers: what it is, where, and how to stop it. */
export function announce(running: RunningTier, config: KernelConfig, [chinese, english]: readonly [string, string]): void {
  say(`${chinese}已启动`, `The ${english} is up`, '');
  say(...alignedColumns([
    ['  层级', 'tier', running.name],
    ['  核心业务区', 'core zone', running.coreUrl],
    ['  公共服务区', 'public-service zone', running.publicServiceUrl],
    ['  运行环境', 'environment', config.environment],
    ['  数据库', 'database', placeInWords(databasePlace(config.database))],
    ['  运行状况', 'health', `${running.coreUrl}/health`],
  ]));
  say('', '按 Ctrl-C 结束 · Ctrl-C stops it');
}
