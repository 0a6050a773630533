import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { withLock } from './lock.mjs';
import { inProject, say } from './project.mjs';

/** Its time is the moment at which the last good build began. */
const STAMP = inProject('dist', '.built');
const SOURCES = ['src', 'tsconfig.json', 'package.json'];

/** Compiles src into dist if anything changed since the last good build, in one process at a time. Returns whether dist is good. */
export async function ensureBuilt() {
  if (isBuilt()) return true;
  const onWait = () => say('另一个 openec 正在编译，等待其完成……', 'Another openec is compiling, waiting for it ...');
  return withLock('build', onWait, async () => isBuilt() || buildNow());
}

function isBuilt() {
  const built = statSync(STAMP, { throwIfNoEntry: false })?.mtimeMs;
  return built !== undefined && !SOURCES.some((name) => hasChangedSince(inProject(name), built));
}

/** Folders count too: their time changes when a file is removed. */
function hasChangedSince(path, time) {
  const found = statSync(path);
  if (found.mtimeMs > time) return true;
  return found.isDirectory() && readdirSync(path).some((name) => hasChangedSince(join(path, name), time));
}

async function buildNow() {
  say('正在编译 TypeScript……', 'Compiling TypeScript ...');
  const began = new Date();
  const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const { code, output } = await runQuietly(process.execPath, [compiler, '-p', inProject('tsconfig.json')]);
  if (code !== 0) return reportFailure(output);
  mkdirSync(inProject('dist'), { recursive: true });
  writeFileSync(STAMP, '');
  utimesSync(STAMP, began, began);
  return true;
}

function reportFailure(output) {
  process.stderr.write(`${output.trimEnd()}\n`);
  say('编译失败，错误见上。', 'The compilation failed, its errors are above.');
  return false;
}
