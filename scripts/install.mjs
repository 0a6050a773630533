import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { runQuietly } from './child.mjs';
import { withLock } from './lock.mjs';
import { inProject, readJson, say } from './project.mjs';

const LOCK_FILE = inProject('package-lock.json');
const STAMP = inProject('node_modules', '.openec-installed');
/** What npm writes into node_modules when it has finished. */
const INSTALLED = inProject('node_modules', '.package-lock.json');

/** Makes node_modules complete for the lock file, in one process at a time. Returns whether it is. */
export async function ensureInstalled() {
  if (isInstalled()) return true;
  const onWait = () => say('另一个 openec 正在安装依赖，等待其完成……', 'Another openec is installing the dependencies, waiting for it ...');
  return withLock('install', onWait, async () => isInstalled() || installNow());
}

/** Fast when our stamp is there; otherwise looks closely, because `npm ci` by hand leaves no stamp and is just as good. */
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stampText()) return true;
  if (!matchesLock() || !addonLoads()) return false;
  writeFileSync(STAMP, stampText());
  return true;
}

/** A new lock file or a Node with another addon interface makes the stamp void. */
function stampText() {
  const source = existsSync(LOCK_FILE) ? LOCK_FILE : inProject('package.json');
  return `${createHash('sha256').update(readFileSync(source)).digest('hex')} ${process.versions.modules}\n`;
}

function matchesLock() {
  if (!existsSync(LOCK_FILE)) return true;
  const installed = readJson(INSTALLED).packages;
  return Object.entries(readJson(LOCK_FILE).packages)
    .filter(([path, wanted]) => path !== '' && !wanted.optional)
    .every(([path, wanted]) => installed[path]?.version === wanted.version);
}

function addonLoads() {
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

async function installNow() {
  const verb = existsSync(LOCK_FILE) ? 'ci' : 'install';
  say(
    `正在安装依赖（npm ${verb}），其中编译 SQLite 约需一分钟；只在首次运行或依赖变化时进行。`,
    `Installing the dependencies (npm ${verb}); compiling SQLite takes about a minute. Only on the first start or after a change.`,
  );
  const { code, output } = await runNpm([verb, '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0 || !addonLoads()) return reportFailure(verb, output);
  writeFileSync(STAMP, stampText());
  say('依赖安装完成。', 'The dependencies are installed.');
  return true;
}

function runNpm(args) {
  const env = { ...headersOfThisNode(), ...process.env };
  const npm = process.env.npm_execpath; // set when npm itself started us
  if (npm?.endsWith('.js')) return runQuietly(process.execPath, [npm, ...args], env);
  return runQuietly('npm', args, env);
}

/** Many systems ship the C headers beside node; with them the addon compiles without fetching anything. */
function headersOfThisNode() {
  const prefix = resolve(dirname(process.execPath), '..');
  return existsSync(resolve(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}

function reportFailure(verb, output) {
  process.stderr.write(`${output.trimEnd()}\n`);
  say(
    `npm ${verb} 失败，输出见上。编译 SQLite 需要 python3、make 和 C++ 编译器。`,
    `npm ${verb} failed, its output is above. Compiling SQLite needs python3, make and a C++ compiler.`,
  );
  return false;
}
