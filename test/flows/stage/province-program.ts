import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { systemClock } from '../../../src/kernel/clock.js';
import { checkTierConfig, start } from '../../../src/tiers/index.js';

/** `province-program <configuration.json> <ms>`: a province tier in a process of its own, its clock so far ahead; tells its address when it serves. */
const [, , file = '', ahead = '0'] = process.argv;

const config = checkTierConfig('province', JSON.parse(readFileSync(file, 'utf8')) as object);
const { coreUrl } = await start(config, { clock: { now: () => systemClock.now() + Number(ahead) } });
process.stdout.write(`${coreUrl}\n`);
