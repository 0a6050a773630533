import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { checkTierConfig, start } from '../../../src/tiers/index.js';

/**
 * `three-tiers <plan as JSON>`: starts the national tier and its provinces in this process and nothing else, says how many milliseconds of processor time
 * it took to load the program and, with that, to start, and answers every line it hears with its resident memory in bytes. Ends with its input.
 */
const processorMs = (): number => Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1_000);
const loaded = processorMs();
const plan = JSON.parse(process.argv[2] ?? '') as { national: object; provinces: Record<string, object> };
const tiers = [await start(checkTierConfig('national', plan.national))];
for (const province of Object.values(plan.provinces)) tiers.push(await start(checkTierConfig('province', province)));
process.stdout.write(`${JSON.stringify({ loaded, started: processorMs() })}\n`);

for await (const _line of createInterface({ input: process.stdin })) process.stdout.write(`${process.memoryUsage.rss()}\n`);
await Promise.all(tiers.map((tier) => tier.stop()));
