import { Command, Option } from 'commander';
import { environments, type Environment } from '../kernel/config/kernel-config.js';
import { portNumber } from './port-number.js';
import { refuseProduction } from './refuse-production.js';
import { say } from './say.js';
import { runUntilStopped } from './stop-signal.js';

/** A simulator without configuration file or database: it needs a port and nothing else. */
interface Simulator {
  /** Gives the address it listens at. */
  start(port: number): Promise<string>;
  stop(): Promise<void>;
}

/** What a command needs to know of its simulator. */
interface SimulatorFacts {
  /** What it stands in for. */
  readonly chinese: string;
  readonly english: string;
  readonly open: () => Simulator;
  /** Where it is asked, and what is found there; from the address it listens at. */
  readonly addresses: (url: string) => readonly string[];
}

interface Wish {
  readonly port: number;
  readonly environment: Environment;
}

/** The command that runs one simulator of the world outside, for federations of separate processes; refused in production. */
export function simulatorCommand(name: string, facts: SimulatorFacts): Command {
  return new Command(name).description(`启动${facts.chinese}模拟器（非生产） · run simulated ${facts.english}`)
    .addOption(new Option('-p, --port <number>', '端口（仅本机） · port, on loopback').argParser(portNumber).makeOptionMandatory())
    .addOption(new Option('--environment <name>', '运行环境 · environment').choices(environments).env('OPENEC_ENVIRONMENT').default('sandbox'))
    .action((wish: Wish) => serve(facts, wish));
}

async function serve({ chinese, english, open, addresses }: SimulatorFacts, { port, environment }: Wish): Promise<void> {
  refuseProduction(environment);
  const simulator = open();
  const url = await simulator.start(port);
  say(`${chinese}模拟器已启动`, `Up: simulated ${english}`, '', ...addresses(url).map((address) => `  ${address}`));
  say('', '按 Ctrl-C 结束 · Ctrl-C stops it');
  await runUntilStopped(simulator);
}
