import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CommandError } from './failure.js';
import { planFederation, portsNeeded, type FederationPlan } from './federation-plan.js';

/** A federation to be written down as configuration files. */
export interface FilesWish {
  readonly provinces: readonly string[];
  /** Folder for the files and, later, the databases. */
  readonly out: string;
  readonly firstPort: number;
  readonly environment: 'production' | 'sandbox' | 'demo';
}

/** What was written, and how the federation is started from it. */
export interface WrittenFederation {
  readonly files: readonly string[];
  readonly commands: readonly string[];
}

const LAST_PORT = 65_535;

/** Writes configuration files with fresh keys (mode 0600) for a whole federation. Never overwrites keys. Throws `CommandError`. */
export async function writeFederation(wish: FilesWish): Promise<WrittenFederation> {
  const dir = resolve(wish.out);
  const outside = outsidePorts(wish);
  const files = filesOf(planOf(wish, dir, outside), wish.firstPort);
  requireFresh(dir, Object.keys(files));
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(dir, name), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  }
  return { files: Object.keys(files).map((name) => join(dir, name)), commands: commandsOf(wish, dir, outside) };
}

/** Ports of the simulated outside world, after those of the federation. */
interface OutsidePorts {
  readonly verifiers: number;
  readonly sms: number;
}

function outsidePorts({ firstPort, provinces }: FilesWish): OutsidePorts {
  const verifiers = firstPort + portsNeeded(provinces.length);
  const last = verifiers + 1;
  if (last > LAST_PORT) throw new CommandError(`端口不够：需要到 ${last}。`, `There are not enough ports: ${last} would be needed.`);
  return { verifiers, sms: last };
}

function planOf({ provinces, firstPort, environment }: FilesWish, dir: string, { verifiers, sms }: OutsidePorts): FederationPlan {
  const ports = Array.from({ length: portsNeeded(provinces.length) }, (_, index) => firstPort + index);
  const outside = { verifiersUrl: `http://127.0.0.1:${verifiers}`, smsUrl: `http://127.0.0.1:${sms}/sms` };
  // In production the addresses of the real authorities are entered by hand; a simulator must not be asked by mistake.
  return planFederation({ provinces, dataDir: dir, ports, environment, logLevel: 'info', ...(environment === 'production' ? {} : outside) });
}

function filesOf(plan: FederationPlan, firstPort: number): Record<string, object> {
  const named = (prefix: string, configs: Readonly<Record<string, object>>): [string, object][] => (
    Object.entries(configs).map(([code, config]) => [`${prefix}-${code}.json`, config])
  );
  return {
    'national.json': plan.national,
    ...Object.fromEntries([...named('province', plan.provinces), ...named('insurance-system', plan.insuranceSystems)]),
    'management-centre.json': { url: `http://127.0.0.1:${firstPort}`, ...plan.managementCentre },
  };
}

function requireFresh(dir: string, names: readonly string[]): void {
  const found = names.map((name) => join(dir, name)).find((file) => existsSync(file));
  if (found === undefined) return;
  throw new CommandError(`${found} 已存在，密钥不会被覆盖：请换一个目录。`, `${found} exists already and keys are not overwritten: name another folder.`);
}

function commandsOf({ provinces, environment }: FilesWish, dir: string, { verifiers, sms }: OutsidePorts): string[] {
  const run = (command: string, file: string): string => `openec ${command} --config ${quoted(join(dir, file))}`;
  const simulators = environment === 'production' ? [] : [
    `openec verifier-simulator --port ${verifiers}`, `openec sms-simulator --port ${sms}`,
    ...provinces.map((code) => run('insurance-simulator', `insurance-system-${code}.json`)),
  ];
  return [...simulators, run('national', 'national.json'), ...provinces.map((code) => run('province', `province-${code}.json`))];
}

/** As a shell takes it. */
const quoted = (path: string): string => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
