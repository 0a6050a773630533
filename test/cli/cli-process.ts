import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PATIENCE_MS = 60_000;

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `openec` as a process of its own, with the compiled program. */
export class CliProcess {
  private stdout = '';
  private stderr = '';
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly closed: Promise<Ended>;

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OPENEC_') && name !== 'NODE_OPTIONS'));
    this.child = spawn(process.execPath, [MAIN, ...args], { env: { ...inherited, ...environment } });
    this.child.stdout.on('data', (chunk: Buffer) => { this.stdout += chunk.toString('utf8'); });
    this.child.stderr.on('data', (chunk: Buffer) => { this.stderr += chunk.toString('utf8'); });
    this.closed = new Promise((resolve) => {
      this.child.once('close', (code) => resolve({ code, stdout: this.stdout, stderr: this.stderr }));
    });
  }

  /** Everything it has written to standard output. */
  get output(): string {
    return this.stdout;
  }

  /** Waits until standard output matches, and gives the match. Throws with all that was written when the process ends before, or too late. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end && this.child.exitCode === null) {
      const found = pattern.exec(this.stdout);
      if (found !== null) return found;
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    const found = pattern.exec(this.stdout);
    if (found !== null) return found;
    throw new Error(`never said ${String(pattern)}; exit code ${this.child.exitCode}\n${this.stdout}\n${this.stderr}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  ended(): Promise<Ended> {
    return this.closed;
  }

  /** For the end of a test that failed half way. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}

/** Runs a command to its end. */
export function openec(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended> {
  return new CliProcess(args, environment).ended();
}
