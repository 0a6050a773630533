#!/usr/bin/env node
/**
 * Compiles assembly/sm2 to src/crypto/sm2-kernel-wasm.ts, where the kernel stands as text, so that nobody who only runs or tests
 * the system needs a compiler:
 *
 *   npm run build:sm2                 writes the file
 *   npm run build:sm2 -- --check      fails if the file is not what the sources give
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMPILER = 'node_modules/assemblyscript/bin/asc.js';
const TARGET = 'src/crypto/sm2-kernel-wasm.ts';
const CHARACTERS = 148;

/** No heap (stub runtime, no abort), memory from the host, SIMD for the masked reading of tables. */
const OPTIONS = ['-O3', '--noAssert', '--uncheckedBehavior', 'always', '--runtime', 'stub', '--use', 'abort=', '--importMemory', '--enable', 'simd'];

function compiled() {
  const folder = mkdtempSync(join(tmpdir(), 'openec-sm2-'));
  try {
    const file = join(folder, 'kernel.wasm');
    execFileSync(process.execPath, [COMPILER, 'assembly/sm2/index.ts', '--outFile', file, ...OPTIONS], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function asModule(bytes) {
  const lines = bytes.toString('base64').match(new RegExp(`.{1,${CHARACTERS}}`, 'g'));
  return [
    '/**',
    ` * assembly/sm2 compiled (${bytes.length} bytes of WebAssembly, in Base64). Not written by hand: \`npm run build:sm2\`.`,
    ' * test/crypto/sm2-kernel-build.spec.ts compiles the sources again and compares.',
    ' */',
    'export const SM2_KERNEL = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

const target = join(ROOT, TARGET);
const text = asModule(compiled());
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
  process.stdout.write(`${TARGET} written\n`);
} else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write(`${TARGET} is not what assembly/sm2 gives: npm run build:sm2\n`);
  process.exitCode = 1;
}
