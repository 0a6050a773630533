import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** A folder of its own for the tests of one file, removed after the last. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openec-cli-'));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}
