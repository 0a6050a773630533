import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGES = '/usr/lib/postgresql';

/** A PostgreSQL server of a test run's own, which it may crash and start again. */
export class ScratchCluster {
  /** Makes and starts one in a folder of its own; a text instead says in one line why that is not possible here. */
  static async start({ folder = tmpdir(), settings = {} } = {}) {
    const bin = programs();
    if (bin === undefined) return 'the programs of a PostgreSQL server (initdb, pg_ctl) are not installed';
    const isRoot = process.getuid?.() === 0;
    const owner = isRoot ? accountOf('postgres') : undefined;
    if (isRoot && owner === undefined) return 'PostgreSQL does not run as root, and there is no account postgres';
    const cluster = new ScratchCluster(bin, mkdtempSync(join(folder, 'openec-cluster-')), await freePort(), owner, settings);
    if (owner !== undefined) chownSync(cluster.folder, owner.uid, owner.gid);
    cluster.run('initdb', ['-A', 'trust', '-U', 'openec', '--no-locale', '-E', 'UTF8', '-D', cluster.data]);
    cluster.begins();
    return cluster;
  }

  constructor(bin, folder, port, owner, settings) {
    Object.assign(this, { bin, folder, port, owner, settings });
    this.url = `postgresql://openec@127.0.0.1:${port}/postgres`;
    this.data = join(folder, 'data');
  }

  begins() {
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: this.folder, ...this.settings };
    const options = [`-p ${this.port}`, ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)].join(' ');
    this.run('pg_ctl', ['start', '-w', '-D', this.data, '-l', join(this.folder, 'log'), '-o', options]);
  }

  /** As a power failure does it: nothing is finished, nothing is written; the next start recovers from the log. */
  crashes() {
    this.run('pg_ctl', ['stop', '-w', '-m', 'immediate', '-D', this.data]);
  }

  remove() {
    this.crashes();
    rmSync(this.folder, { recursive: true, force: true });
  }

  run(program, args) {
    execFileSync(join(this.bin, program), args, { cwd: this.folder, stdio: 'ignore', ...this.owner });
  }
}

function programs() {
  const versions = existsSync(PACKAGES) ? readdirSync(PACKAGES).map((version) => join(PACKAGES, version, 'bin')) : [];
  return [...versions, '/usr/bin', '/usr/local/bin'].find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'pg_ctl')));
}

function accountOf(name) {
  const idOf = (option) => Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return undefined;
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}
