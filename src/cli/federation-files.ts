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
  /** Address of a PostgreSQL server on which each party has a database of its own; without one, files in the folder. */
  readonly postgres?: string | undefined;
}

/** What was written, and how the federation is started from it. */
export interface WrittenFederation {
  readonly files: readonly string[];
  readonly commands: readonly string[];
  /** Statements for the database server, to be run before; none where the databases are files. */
  readonly statements: readonly string[];
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
  return { files: Object.keys(files).map((name) => join(dir, name)), commands: commandsOf(wish, dir, outside), statements: statementsFor(files) };
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

function planOf({ provinces, firstPort, environment, postgres }: FilesWish, dir: string, { verifiers, sms }: OutsidePorts): FederationPlan {
  const ports = Array.from({ length: portsNeeded(provinces.length) }, (_, index) => firstPort + index);
  const outside = { verifiersUrl: `http://127.0.0.1:${verifiers}`, smsUrl: `http://127.0.0.1:${sms}/sms` };
  // In production the addresses of the real authorities are entered by hand; a simulator must not be asked by mistake.
  const databaseOf = postgres === undefined ? undefined : (party: string) => postgresDatabase(postgres, party);
  return planFederation({ provinces, dataDir: dir, databaseOf, ports, environment, logLevel: 'info', ...(environment === 'production' ? {} : outside) });
}

/** The section `database` of a party: one of its own on the server, such as `openec_province_35`. */
function postgresDatabase(server: string, party: string): object {
  const url = new URL(server);
  url.pathname = `/openec_${party.replace(/\W/g, '_')}`;
  return { type: 'postgres', url: url.toString() };
}

/** UTF8 is required; the order of plain bytes is the one SQLite has, and does not change with the operating system. */
function statementsFor(files: Readonly<Record<string, { database?: { url?: string } }>>): string[] {
  const urls = Object.values(files).flatMap(({ database }) => database?.url ?? []);
  return urls.map((url) => `CREATE DATABASE ${new URL(url).pathname.slice(1)} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';`);
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
