import { Command } from 'commander';
import { configOption } from './config-option.js';
import { serveTier } from './serve-tier.js';

/** `openec national`: 国家电子凭证业务中台 (5.2.2). */
export function nationalCommand(): Command {
  return new Command('national').description('启动国家电子凭证业务中台 · run the national mid-platform')
    .addOption(configOption())
    .action(({ config }: { config?: string }) => serveTier('national', config, ['国家电子凭证业务中台', 'national mid-platform']));
}
