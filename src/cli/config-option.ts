import { Option } from 'commander';
import { ConfigError } from '../kernel/config/load-config.js';

/** `--config FILE`, or OPENEC_CONFIG. */
export const configOption = (): Option => new Option('-c, --config <file>', '配置文件（JSON） · configuration file').env('OPENEC_CONFIG');

/** The file that was named. Throws `ConfigError` when none was. */
export function requireConfigFile(file: string | undefined): string {
  if (file === undefined || file === '') throw new ConfigError(['no configuration file was named: give --config FILE or set OPENEC_CONFIG']);
  return file;
}
