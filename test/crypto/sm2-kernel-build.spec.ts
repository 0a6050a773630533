import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const present = existsSync(`${root}/node_modules/assemblyscript`);

(present ? describe : describe.skip)('the compiled SM2 kernel in src/crypto', () => {
  it('is what assembly/sm2 gives', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/sm2-kernel.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }, 120_000);
});
