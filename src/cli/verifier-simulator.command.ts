import { Command, Option } from 'commander';
import { environments, type Environment } from '../kernel/config/kernel-config.js';
import { VerifierSimulator } from '../sandbox/verifiers/verifier-simulator.js';
import { portNumber } from './port-number.js';
import { refuseProduction } from './refuse-production.js';
import { say } from './say.js';
import { runUntilStopped } from './stop-signal.js';

interface Wish {
  readonly port: number;
  readonly environment: Environment;
}

/**
 * `openec verifier-simulator`: simulated real-name and real-person checks (2.4, 2.5), face search and card-holder check (4.10), for federations of
 * separate processes.
 */
export function verifierSimulatorCommand(): Command {
  return new Command('verifier-simulator').description('启动实名、实人认证、人脸检索、持卡人核验模拟器（非生产） · run the simulated outside verifiers')
    .addOption(new Option('-p, --port <number>', '端口（仅本机） · port, on loopback').argParser(portNumber).makeOptionMandatory())
    .addOption(new Option('--environment <name>', '运行环境 · environment').choices(environments).env('OPENEC_ENVIRONMENT').default('sandbox'))
    .action(serve);
}

async function serve({ port, environment }: Wish): Promise<void> {
  refuseProduction(environment);
  const simulator = new VerifierSimulator();
  const url = await simulator.start(port);
  const paths = ['real-name', 'real-person', 'face-search', 'card-holder'];
  say('外部核验模拟器已启动', 'The simulated outside verifiers are up', '', ...paths.map((path) => `  ${url}/${path}`));
  say('', '按 Ctrl-C 结束 · Ctrl-C stops it');
  await runUntilStopped(simulator);
}
