import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { transformFileSync } from '@swc/core';

/** Sources and stage, compiled into a folder of their own, so that a test can run a real process of them. */
export class CompiledStage {
  readonly folder = mkdtempSync(join(tmpdir(), 'openec-child-'));

  constructor() {
    const root = process.cwd();
    for (const part of ['src', 'test/flows/stage', 'test/postgres']) {
      for (const file of sourcesBelow(join(root, part))) compile(file, join(this.folder, relative(root, file)).replace(/\.ts$/, '.js'));
    }
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    writeFileSync(join(this.folder, 'package.json'), '{"type":"module"}');
  }

  /** Starts a program of the stage folder with one argument as JSON. */
  starts(program: string, argument: object): Child {
    return new Child(join(this.folder, 'test/flows/stage', `${program}.js`), JSON.stringify(argument));
  }

  removes(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A process that speaks in lines of JSON on its standard output and hears lines on its standard input. */
export class Child {
  private readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private readonly exit: Promise<unknown[]>;
  /** All it wrote to its standard error so far: its log. */
  log = '';

  constructor(program: string, argument: string) {
    this.process = spawn(process.execPath, [program, argument], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.exit = once(this.process, 'close');
    this.process.stderr!.on('data', (chunk: Buffer) => { this.log += chunk.toString('utf8'); });
    this.lines = createInterface({ input: this.process.stdout! })[Symbol.asyncIterator]();
  }

  /** The next thing it says. Throws with its log when it ends instead. */
  async says<T>(): Promise<T> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`the process ended: ${this.log.slice(-2_000)}`);
    return JSON.parse(value) as T;
  }

  hears(line: string): void {
    this.process.stdin!.write(`${line}\n`);
  }

  /** Waits until it is gone, and tells by which signal; undefined where it ended by itself. */
  async dies(): Promise<string | undefined> {
    const [, signal] = await this.exit;
    return (signal as string | null) ?? undefined;
  }

  /** Closes its input and waits for its end. Throws with its log when that is not a good one. */
  async ends(): Promise<void> {
    this.process.stdin!.end();
    const [code] = await this.exit;
    if (code !== 0) throw new Error(`the process ended with ${String(code)}: ${this.log.slice(-2_000)}`);
  }
}

function sourcesBelow(place: string): string[] {
  if (statSync(place).isFile()) return /(?<!spec)\.ts$/.test(place) ? [place] : [];
  return readdirSync(place).flatMap((name) => sourcesBelow(join(place, name)));
}

function compile(from: string, to: string): void {
  const { code } = transformFileSync(from, {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      target: 'es2022',
    },
    module: { type: 'es6' },
  });
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, code);
}
