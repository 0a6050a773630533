import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A path inside the project. */
export const inProject = (...parts) => join(ROOT, ...parts);

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Speaks to the person at the terminal, Chinese first. On stderr: stdout belongs to the command, which may print JSON. */
export function say(chinese, english) {
  process.stderr.write(`${chinese}\n${english}\n`);
}
