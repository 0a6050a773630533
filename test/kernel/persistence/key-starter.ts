import 'reflect-metadata';
import { systemClock } from '../../../src/kernel/clock.js';
import { systemIds } from '../../../src/kernel/ids.js';
import { UnitOfWork } from '../../../src/kernel/persistence/unit-of-work.js';
import { unlockDataProtection } from '../../../src/kernel/protection/data-protection.js';
import { openProbe } from './probe-database.js';

/** `key-starter <file>`: waits for a byte on stdin, starts on the file as a tier does, and prints what it seals and indexes. */
const [, , file = ''] = process.argv;

process.stdout.write('ready\n');
await new Promise((resolve) => { process.stdin.once('data', resolve); });
const dataSource = await openProbe(file);
const protection = await unlockDataProtection(new UnitOfWork(dataSource), new Uint8Array(32).fill(7), systemClock, systemIds(systemClock));
const [{ foreign_keys: foreignKeys }] = await dataSource.query<[{ foreign_keys: number }]>('PRAGMA foreign_keys');
process.stdout.write(`${JSON.stringify({ foreignKeys, sealed: protection.seal('甄测试', 'place'), index: protection.blindIndex('kind', 'value') })}\n`);
await dataSource.destroy();
process.exit(0);
