import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface LockFile {
  packages: Record<string, { optional?: boolean }>;
}

describe('complete-lock.mjs', () => {
  let folder: string;
  let copy: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openec-lock-'));
    copy = join(folder, 'package-lock.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const complete = (): string => execFileSync(process.execPath, [join(root, 'scripts/complete-lock.mjs'), copy], { encoding: 'utf8' });
  const read = (): LockFile => JSON.parse(readFileSync(copy, 'utf8')) as LockFile;

  it('finds nothing to add to the lock file of the project, and leaves it as it is', () => {
    const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
    writeFileSync(copy, text);
    expect(complete()).toContain('0 platform packages added');
    expect(readFileSync(copy, 'utf8')).toBe(text);
  });

  it('restores the platform packages that a registry left out, and a second run adds nothing', () => {
    const whole = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;
    const names = Object.keys(whole.packages).filter((name) => /@swc\/core-(darwin|win32)/.test(name));
    expect(names.length).toBeGreaterThan(0);
    const rest = Object.entries(whole.packages).filter(([name]) => !names.includes(name));
    writeFileSync(copy, JSON.stringify({ ...whole, packages: Object.fromEntries(rest) }));

    expect(complete()).toContain(`${names.length} platform packages added`);
    expect(Object.keys(read().packages).sort()).toEqual(Object.keys(whole.packages).sort());
    expect(read().packages['node_modules/@swc/core-darwin-arm64']).toMatchObject({ os: ['darwin'], cpu: ['arm64'], optional: true, dev: true });
    expect(complete()).toContain('0 platform packages added');
  });

  it('gives libc where the name tells it, and leaves out what tells no platform', () => {
    const optionalDependencies = { 'x-linux-x64-musl': '1.0.0', 'x-linux-arm-gnueabihf': '1.0.0', 'x-wasm': '1.0.0' };
    writeFileSync(copy, JSON.stringify({ packages: { '': {}, 'node_modules/x': { version: '1.0.0', optionalDependencies } } }));
    expect(complete()).toContain('left out, its name tells no platform: x-wasm');
    expect(read().packages).toEqual({
      '': {},
      'node_modules/x': { version: '1.0.0', optionalDependencies },
      'node_modules/x-linux-arm-gnueabihf': { version: '1.0.0', cpu: ['arm'], libc: ['glibc'], os: ['linux'], optional: true },
      'node_modules/x-linux-x64-musl': { version: '1.0.0', cpu: ['x64'], libc: ['musl'], os: ['linux'], optional: true },
    });
  });
});
