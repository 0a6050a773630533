import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { withHeartbeat } from './heartbeat.mjs';
import { inProject } from './project.mjs';

const POLL_MS = 500;
const NEWBORN_MS = 5_000;
const TOO_LONG_MS = 15 * 60_000;

/** Does the work while no other process does work of the same name in this folder; `onWait` is called once if one does. */
export async function withLock(name, onWait, work) {
  const folder = inProject('.openec', `${name}.lock`);
  mkdirSync(inProject('.openec'), { recursive: true });
  if (!take(folder)) {
    onWait();
    await withHeartbeat(() => untilTaken(folder));
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilTaken(folder) {
  do await sleep(POLL_MS); while (!take(folder));
}

/** Making a folder either succeeds for one process or fails for all others: that is the whole lock. */
function take(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isAbandoned(folder)) return false;
    rmSync(folder, { recursive: true, force: true });
    return take(folder);
  }
  writeFileSync(`${folder}/pid`, String(process.pid));
  return true;
}

/** A lock whose owner no longer runs, for example after a power cut; its number may have gone to another process since. */
function isAbandoned(folder) {
  try {
    const owner = Number(readFileSync(`${folder}/pid`, 'utf8'));
    return owner > 0 && (!isRunning(owner) || isOlderThan(folder, TOO_LONG_MS));
  } catch {
    return isOlderThan(folder, NEWBORN_MS); // without a pid file: either just being taken, or its owner died in between
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isOlderThan(folder, age) {
  const born = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  return born !== undefined && Date.now() - born > age;
}
