import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileSources } from '../../kernel/persistence/compiled-sources.js';
import type { TierPlan } from './stage-tier.js';

/** A province tier in a process of its own, which a test may kill like a power failure does. */
export class ProvinceProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** Starts `program` and waits until it serves. */
  static async start(program: ProvinceProgram, plan: TierPlan, aheadMs: number): Promise<ProvinceProcess> {
    const child = spawn(process.execPath, [program.entry, program.write(plan), String(aheadMs)], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
    const told = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error(`the province did not start: ${String(told[0])}`);
    return new ProvinceProcess(child);
  }

  /** SIGKILL: nothing of its own runs any more. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Waits until it is gone. */
  async gone(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }
}

/** The sources, compiled once for all processes of a test. */
export class ProvinceProgram {
  private readonly folder = mkdtempSync(join(tmpdir(), 'openec-province-'));
  readonly entry = join(this.folder, 'test/flows/stage/province-program.js');

  constructor() {
    compileSources(this.folder, ['src', 'test/flows/stage/province-program.ts']);
  }

  /** Writes a configuration down, for the process alone. */
  write(plan: TierPlan): string {
    const file = join(this.folder, 'province.json');
    writeFileSync(file, JSON.stringify(plan), { mode: 0o600 });
    return file;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
