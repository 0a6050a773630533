import { Command } from 'commander';
import { configOption } from './config-option.js';
import { serveTier } from './serve-tier.js';

/** `openec province`: 省级电子凭证业务中台 (5.2.3). */
export function provinceCommand(): Command {
  return new Command('province').description('启动省级电子凭证业务中台 · run a province mid-platform')
    .addOption(configOption())
    .action(({ config }: { config?: string }) => serveTier('province', config, ['省级电子凭证业务中台', 'province mid-platform']));
}
