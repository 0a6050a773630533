import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../src/cli/free-ports.js';

const PACKAGES = '/usr/lib/postgresql';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A PostgreSQL server of a test's own, which it may crash and start again. */
export class ScratchCluster {
  readonly url: string;

  private constructor(private readonly bin: string, private readonly folder: string, private readonly port: number, private readonly owner: Owner | undefined) {
    this.url = `postgresql://openec@127.0.0.1:${port}/postgres`;
  }

  /** Makes and starts one; says in one line why that is not possible here. */
  static async start(): Promise<ScratchCluster | string> {
    const bin = programs();
    if (bin === undefined) return 'the programs of a PostgreSQL server (initdb, pg_ctl) are not installed';
    const owner = process.getuid?.() === 0 ? accountOf('postgres') : undefined;
    if (process.getuid?.() === 0 && owner === undefined) return 'PostgreSQL does not run as root, and there is no account postgres';
    const folder = mkdtempSync(join(tmpdir(), 'openec-cluster-'));
    if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
    const [port = 0] = await freePorts(1);
    const cluster = new ScratchCluster(bin, folder, port, owner);
    cluster.run('initdb', ['-A', 'trust', '-U', 'openec', '--no-locale', '-E', 'UTF8', '-D', cluster.data]);
    cluster.begins();
    return cluster;
  }

  begins(): void {
    const options = `-p ${this.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${this.folder}`;
    this.run('pg_ctl', ['start', '-w', '-D', this.data, '-l', join(this.folder, 'log'), '-o', options]);
  }

  /** As a power failure does it: nothing is finished, nothing is written; the next start recovers from the log. */
  crashes(): void {
    this.run('pg_ctl', ['stop', '-w', '-m', 'immediate', '-D', this.data]);
  }

  remove(): void {
    this.crashes();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private run(program: string, args: readonly string[]): void {
    execFileSync(join(this.bin, program), args, { cwd: this.folder, stdio: 'ignore', ...this.owner });
  }
}

function programs(): string | undefined {
  const versions = existsSync(PACKAGES) ? readdirSync(PACKAGES).map((version) => join(PACKAGES, version, 'bin')) : [];
  return [...versions, '/usr/bin', '/usr/local/bin'].find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'pg_ctl')));
}

function accountOf(name: string): Owner | undefined {
  const idOf = (option: string): number => Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return undefined;
  }
}
