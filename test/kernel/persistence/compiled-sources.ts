import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformFileSync } from '@swc/core';

const PARTS = ['src/crypto', 'src/kernel/clock.ts', 'src/kernel/ids.ts', 'src/kernel/persistence', 'src/kernel/protection', 'src/kernel/journal',
  'src/kernel/idempotency/idempotency-record.entity.ts', 'src/kernel/outbox/outbox-entry.entity.ts', 'test/kernel/persistence',
  'test/postgres/probe-place.ts', 'test/postgres/scratch-databases.ts'];

/**
 * Compiles what a child process needs (`parts`: files and folders) into `target`, so that a test can start, race and kill real processes. The layout of the
 * sources is kept: run `<target>/test/kernel/persistence/<name>.js`.
 */
export function compileSources(target: string, parts: readonly string[] = PARTS): void {
  const root = process.cwd();
  for (const part of parts) for (const file of filesOf(path.join(root, part))) compile(file, path.join(target, path.relative(root, file)));
  symlinkSync(path.join(root, 'node_modules'), path.join(target, 'node_modules'));
  writeFileSync(path.join(target, 'package.json'), '{"type":"module"}');
}

function filesOf(place: string): string[] {
  if (statSync(place).isFile()) return [place];
  return readdirSync(place).flatMap((name) => filesOf(path.join(place, name))).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
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
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to.replace(/\.ts$/, '.js'), code);
}
