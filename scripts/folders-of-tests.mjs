import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 2 * 1024 ** 3;

/**
 * Where tests keep their databases: in memory where the system has a folder for that, so that a slow disk, which waits for every commit, makes no test
 * late. Processes that are killed leave the same files behind there. Whoever sets TMPDIR has chosen already.
 */
export function foldersOfTests() {
  const inMemory = process.env.TMPDIR === undefined && hasRoom(MEMORY);
  return { env: inMemory ? { ...process.env, TMPDIR: MEMORY } : process.env, cacheDirectory: join(tmpdir(), 'openec-jest') };
}

function hasRoom(folder) {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ENOUGH_BYTES;
  } catch {
    return false; // there is no such folder on this system
  }
}
