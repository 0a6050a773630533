import { Command } from 'commander';
import { loadConfig } from '../kernel/config/load-config.js';
import { startTier } from '../kernel/host/start-tier.js';
import { InsuranceSystemConfig, insuranceSystemSimulator } from '../sandbox/insurance-system/insurance-system-simulator.js';
import { announce } from './announce.js';
import { configOption, requireConfigFile } from './config-option.js';
import { refuseProduction } from './refuse-production.js';
import { runUntilStopped } from './stop-signal.js';

/** `openec insurance-simulator`: a simulated local core business system (地方核心业务系统), for federations of separate processes. */
export function insuranceSimulatorCommand(): Command {
  return new Command('insurance-simulator').description('启动地方核心业务系统模拟器（非生产） · run a simulated local core business system')
    .addOption(configOption())
    .action(({ config }: { config?: string }) => serve(requireConfigFile(config)));
}

async function serve(file: string): Promise<void> {
  const config = loadConfig(InsuranceSystemConfig, { file, variables: insuranceSystemSimulator.environment });
  refuseProduction(config.environment);
  const running = await startTier(insuranceSystemSimulator, config);
  announce(running, config, ['地方核心业务系统模拟器', 'simulated local core business system']);
  await runUntilStopped(running);
}
