#!/usr/bin/env node
/**
 * Completes package-lock.json after a dependency change:
 *
 *   node scripts/complete-lock.mjs [package-lock.json]
 *
 * Some registries do not serve the platform packages of other systems (say, a darwin binary to a linux machine). npm then
 * writes a lock file without them, and `npm ci` of npm 11 refuses that file ("Missing: ... from lock file"). This script adds
 * an entry for every optional dependency that some package lists and the lock file lacks, with the platform its name tells.
 * A second run adds nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Adds the missing entries to a parsed lock file; returns it with its packages in npm's order, and the names added and left out. */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  const added = [];
  const unknown = [];
  for (const { name, version, askedBy } of missingOptionals(lock.packages)) {
    const platform = platformOf(name);
    if (!platform) {
      unknown.push(name);
    } else if (!packages[`node_modules/${name}`]) {
      packages[`node_modules/${name}`] = { version, ...platform, ...onlyForDevelopment(askedBy), optional: true };
      added.push(name);
    }
  }
  return { lock: { ...lock, packages: sortedByPath(packages) }, added, unknown };
}

function missingOptionals(packages) {
  return Object.entries(packages).flatMap(([path, askedBy]) => Object.entries(askedBy.optionalDependencies ?? {})
    .filter(([name]) => !isReachable(packages, path, name))
    .map(([name, version]) => ({ name, version, askedBy })));
}

/** As node resolves: in the node_modules of the asking package, or of any folder above it. */
function isReachable(packages, path, name) {
  const place = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
  if (packages[place]) return true;
  if (path === '') return false;
  return isReachable(packages, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name);
}

/** `@swc/core-linux-arm-gnueabihf` is for linux, arm, glibc; undefined when the name tells no system or processor. */
function platformOf(name) {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor)) ?? (words.some((word) => word.startsWith('armv')) ? 'arm' : undefined);
  return os && cpu ? { cpu: [cpu], ...libcOf(words), os: [os] } : undefined;
}

function libcOf(words) {
  if (words.some((word) => word.startsWith('musl'))) return { libc: ['musl'] };
  return words.some((word) => word.startsWith('gnu')) ? { libc: ['glibc'] } : {};
}

/** A platform package is needed for the same purpose as the package that asks for it. */
function onlyForDevelopment({ dev, devOptional }) {
  return { ...(dev && { dev }), ...(devOptional && { devOptional }) };
}

function sortedByPath(packages) {
  return Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function main(file = 'package-lock.json') {
  const { lock, added, unknown } = completeLock(JSON.parse(readFileSync(file, 'utf8')));
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  for (const name of unknown) process.stdout.write(`left out, its name tells no platform: ${name}\n`);
  process.stdout.write(`${file}: ${added.length} platform packages added\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv[2]);
