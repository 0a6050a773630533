#!/usr/bin/env node
/**
 * Starts openec or its tests from a fresh clone:
 *
 *   node scripts/run.mjs openec ARGS...     installs and compiles what is missing, then runs the command
 *   node scripts/run.mjs test ARGS...       the same, then runs Jest
 *   node scripts/run.mjs test:postgres ...  the same on PostgreSQL; without one it says so and has nothing to do
 *
 * Everything this script says goes to stderr; stdout and the exit code are those of the command.
 */
import { ensureBuilt } from './build.mjs';
import { runNode } from './child.mjs';
import { foldersOfTests } from './folders-of-tests.mjs';
import { ensureInstalled } from './install.mjs';
import { nodeVersionFits } from './node-version.mjs';
import { runOnPostgres } from './postgres-tests.mjs';
import { ROOT, inProject, say } from './project.mjs';

/** Jest runs ES modules through an interface that Node calls experimental, and says so once per worker. */
const JEST_FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

const jest = (args) => {
  const { env, cacheDirectory } = foldersOfTests();
  return runNode([...JEST_FLAGS, inProject('node_modules', 'jest', 'bin', 'jest.js'), `--cacheDirectory=${cacheDirectory}`, ...args], { cwd: ROOT, env });
};

const VERBS = {
  openec: (args) => runNode(['--enable-source-maps', inProject('dist', 'cli', 'main.js'), ...args]),
  test: jest,
  'test:postgres': (args) => runOnPostgres(jest, args, foldersOfTests().env.TMPDIR),
};

async function main([verb, ...args]) {
  if (!Object.hasOwn(VERBS, verb ?? '')) {
    say('用法：node scripts/run.mjs openec|test|test:postgres 参数……', 'Usage: node scripts/run.mjs openec|test|test:postgres ARGS...');
    return 2;
  }
  const ready = nodeVersionFits() && await ensureInstalled() && await ensureBuilt();
  return ready ? VERBS[verb](args) : 1;
}

process.exitCode = await main(process.argv.slice(2));
