import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CommandError } from '../failure.js';
import { drawFederationKeys, type FederationKeys } from '../federation-keys.js';
import type { Enrolled } from './enrolled.js';

/** Changes whenever an earlier demo could not be gone on with. */
const FORMAT = 2;

/** What the databases of a demo need to be opened and gone on with; as secret as they are. */
interface Memory {
  readonly format: typeof FORMAT;
  readonly provinces: readonly string[];
  readonly keys: FederationKeys;
  /** How many runs have begun on these databases. */
  readonly runs: number;
  readonly enrolled?: Enrolled;
}

const MEMORY = 'demo.json';
const LOCK = 'demo.lock';

/** The folder of one demo: databases, and beside them the keys (mode 0600) that open them. */
export class DemoFolder {
  private constructor(readonly dir: string, private memory: Memory, private readonly passing: boolean) {}

  /** A folder of its own, removed at the end. */
  static async passing(provinces: readonly string[]): Promise<DemoFolder> {
    const folder = new DemoFolder(await mkdtemp(join(tmpdir(), 'openec-demo-')), fresh(provinces), true);
    await folder.save();
    return folder;
  }

  /** A folder that is kept: an earlier demo there is gone on with, its databases and keys reused. Throws `CommandError` when that cannot be. */
  static async kept(name: string, provinces: readonly string[]): Promise<DemoFolder> {
    const dir = resolve(name);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await takeLock(dir);
    try {
      const folder = new DemoFolder(dir, await recall(dir, provinces), false);
      await folder.save();
      return folder;
    } catch (error) {
      await rm(join(dir, LOCK), { force: true });
      throw error;
    }
  }

  get keys(): FederationKeys {
    return this.memory.keys;
  }

  /** Counts from 1. */
  get run(): number {
    return this.memory.runs;
  }

  /** Who was registered in an earlier run. */
  get enrolled(): Enrolled | undefined {
    return this.memory.enrolled;
  }

  async keep(enrolled: Enrolled): Promise<void> {
    this.memory = { ...this.memory, enrolled };
    await this.save();
  }

  /** Removes what is not to be kept. */
  async close(): Promise<void> {
    await rm(this.passing ? this.dir : join(this.dir, LOCK), { recursive: true, force: true });
  }

  /** First beside, then in its place: a power failure leaves the old file or the new one. */
  private async save(): Promise<void> {
    const file = join(this.dir, MEMORY);
    await writeFile(`${file}.new`, `${JSON.stringify(this.memory, null, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}

const fresh = (provinces: readonly string[]): Memory => ({ format: FORMAT, provinces, keys: drawFederationKeys(provinces), runs: 1 });

async function recall(dir: string, provinces: readonly string[]): Promise<Memory> {
  const file = join(dir, MEMORY);
  if (!existsSync(file)) {
    if ((await readdir(dir)).some((name) => name.endsWith('.db'))) {
      throw new CommandError(`${dir} 中有数据库而没有打开它们的密钥（${MEMORY}）：请换一个目录。`, `${dir} holds databases but not the keys that open them (${MEMORY}): name another folder.`);
    }
    return fresh(provinces);
  }
  const memory = await read(file);
  if (memory.enrolled !== undefined) return { ...memory, runs: memory.runs + 1 };
  throw new CommandError(`${dir} 中的上一次演示在登记完成前中断：请清空或换一个目录。`, `The earlier demo in ${dir} broke off before its registrations were done: empty the folder or name another one.`);
}

async function read(file: string): Promise<Memory> {
  try {
    const memory = JSON.parse(await readFile(file, 'utf8')) as Memory;
    if (memory.format === FORMAT) return memory;
  } catch (error) {
    throw new CommandError(`${file} 无法读取。`, `${file} cannot be read: ${(error as Error).message}`);
  }
  throw new CommandError(`${file} 由另一版本写成。`, `${file} was written by another version.`);
}

/** One demo at a time: two would take each other's messages for their own. A lock whose process is gone is taken over. */
async function takeLock(dir: string): Promise<void> {
  const file = join(dir, LOCK);
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  if (holder > 0 && holder !== process.pid && isRunning(holder)) {
    throw new CommandError(`另一个演示（进程 ${holder}）正在使用 ${dir}。`, `Another demo (process ${holder}) is using ${dir}.`);
  }
  await writeFile(file, String(process.pid), { mode: 0o600 });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
