#!/usr/bin/env node
/**
 * Proves that the random acts of test/model would notice: breaks the sources in one place after the other (test/model/mutants.json), each in a copy of
 * the project, and plays stories on it until one comes apart.
 *
 *   node scripts/mutants.mjs [PART OF A NAME]      MODEL_RUNS stories for each (300), MODEL_SEED for the same stories again
 *
 * Exits with 1 where a broken program came through, where a place to break is not in its file once, or where the program as it is comes apart.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { inProject, readJson } from './project.mjs';

const COPIED = ['src', 'test', 'docs', 'package.json', 'jest.config.mjs', 'tsconfig.json'];
const runs = process.env.MODEL_RUNS ?? '300';

function copy() {
  const folder = mkdtempSync(join(tmpdir(), 'openec-mutant-'));
  for (const part of COPIED) cpSync(inProject(part), join(folder, part), { recursive: true });
  symlinkSync(inProject('node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}

/** Plays both shares of the stories in the folder. Nothing is made shorter: that it comes apart is enough. */
async function play(folder) {
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules', MODEL_RUNS: runs, MODEL_SHORTENING_MS: '0', NO_COLOR: '1' };
  const { code, output } = await runQuietly(process.execPath, [join(folder, 'node_modules', 'jest', 'bin', 'jest.js'), '--rootDir', folder, '--config', join(folder, 'jest.config.mjs'), 'test/model'], env);
  const after = [...output.matchAll(/Property failed after (\d+) tests/g)].map(([, times]) => Number(times));
  return { whole: code === 0, after: after.length === 0 ? undefined : Math.min(...after), output };
}

async function verdictOn(folder, { file, from, to }) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) return { passes: true, says: `the place to break is not in ${file} once` };
  writeFileSync(path, text.replace(from, () => to));
  try {
    const { whole, after, output } = await play(folder);
    if (whole) return { passes: true, says: `came through ${runs} stories` };
    return after === undefined ? { passes: true, says: `no story came apart, and yet the run failed:\n${output.slice(-2000)}` } : { passes: false, says: `noticed in story ${after}` };
  } finally {
    writeFileSync(path, text);
  }
}

const wanted = process.argv[2] ?? '';
const folder = copy();
try {
  const { whole, output } = await play(folder);
  if (!whole) throw new Error(`the program as it is does not come through:\n${output.slice(-2000)}`);
  for (const mutant of readJson(inProject('test', 'model', 'mutants.json')).filter(({ breaks }) => breaks.includes(wanted))) {
    const { passes, says } = await verdictOn(folder, mutant);
    if (passes) process.exitCode = 1;
    process.stdout.write(`${passes ? '✗' : '✓'} ${mutant.breaks}: ${says}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
