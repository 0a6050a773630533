import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFederation, type Federation } from '../src/cli/federation.js';
import { callerKeys, insuranceSystemParty, NATIONAL_PARTY, provinceParty } from '../src/cli/federation-keys.js';
import { HandlerRegistry } from '../src/kernel/dispatch/handler-registry.js';
import type { RunningTier } from '../src/kernel/host/start-tier.js';
import { returnCodes } from '../src/protocol/dictionaries/return-codes.js';
import { keyRing, type KeyRingTexts } from '../src/protocol/key-ring.js';
import { catalogue } from '../src/protocol/transactions/index.js';
import { ask, loose } from './kernel/dispatch/wire.js';

/** Rows that stand in the catalogue for a system outside, of which the sandbox has a simulator. */
const servers = ['national', 'province', 'insurance-system'] as const;
type ServerName = (typeof servers)[number];

let federation: Federation;
let tiers: Record<ServerName, RunningTier>;
beforeAll(async () => {
  federation = await startFederation({ provinces: ['35'] });
  tiers = { national: federation.national, province: federation.provinces['35'], 'insurance-system': federation.insuranceSystems['35'] };
});
afterAll(() => federation.stop());

/** Keys of somebody whom a tier knows. */
function peerKeysOf(server: ServerName): KeyRingTexts {
  const { keys, managementCentre } = federation.plan;
  if (server === 'national') return managementCentre;
  const [asks, answers] = server === 'province' ? [NATIONAL_PARTY, provinceParty('35')] : [provinceParty('35'), insuranceSystemParty('35')];
  return callerKeys(keys, asks, answers);
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => ({
  file: join('src', file), text: readFileSync(join('src', file), 'utf8'),
}));

describe('catalogue ⟷ handlers', () => {
  it.each(servers)('every row served by %s has exactly one handler there, and every handler there a row', (server) => {
    const handled = [...tiers[server].app.get(HandlerRegistry).handlers.keys()].sort();
    expect(handled).toEqual(catalogue.filter((row) => row.servedBy === server).map((row) => row.transType).sort());
  });

  it('every row says who may call it, and each caller once', () => {
    for (const { transType, callers } of catalogue) {
      expect({ transType, callers: callers.length }).not.toEqual({ transType, callers: 0 });
      expect({ transType, callers: [...new Set(callers)] }).toEqual({ transType, callers: [...callers] });
    }
  });

  it('what synchronises is recognised for good, and nothing else is', () => {
    const forGood = catalogue.filter((row) => row.repeats === 'for good').map((row) => row.transType);
    for (const transType of forGood) expect(transType).toMatch(/^ec\.(sync\.|notice\.|insured-place\.report|statistics\.report)/);
    expect(catalogue.filter((row) => row.transType.startsWith('ec.sync.')).every((row) => row.repeats === 'for good')).toBe(true);
  });

  it('what goes between the tiers stays in the core zone, and what channels send comes by the public-service zone', () => {
    for (const { transType, callers, zone } of catalogue) {
      expect({ transType, zone }).toEqual({ transType, zone: callers.includes('channel') ? 'public-service' : 'core' });
    }
  });
});

describe('catalogue ⟷ listeners', () => {
  it('no transType stands in it twice, also not in other letters', () => {
    expect(new Set(catalogue.map((row) => row.transType.toLowerCase())).size).toBe(catalogue.length);
  });

  it.each(servers)('%s answers every row in one zone at most, and only its own', async (server) => {
    const { coreUrl, publicServiceUrl } = tiers[server];
    const keys = keyRing(peerKeysOf(server));
    const served: string[] = [];
    for (const [zone, url] of [['core', coreUrl], ['public-service', publicServiceUrl]] as const) {
      for (const row of catalogue) {
        const { opened } = await ask(url, row, keys, { data: loose({}) });
        expect(opened.trusted).toBe(true);
        if (opened.code !== returnCodes.badAddress.code) served.push(`${row.transType} ${zone}`);
      }
    }
    const own = catalogue.filter((row) => row.servedBy === server).map((row) => `${row.transType} ${row.zone}`);
    expect(served.toSorted()).toEqual(own.toSorted());
  }, 60_000);
});

describe('sources ⟷ return codes', () => {
  it('every named refusal is a row of table C.4', () => {
    const named = sources.flatMap(({ file, text }) => [...text.matchAll(/\brefuse\(\s*'(\w+)'/g)].map(([, name]) => ({ file, name })));
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ name }) => !(name in returnCodes))).toEqual([]);
  });
});

describe('entities ⟷ migrations', () => {
  it.each(servers)('%s: the migrations make the very tables that the entities describe', async (server) => {
    const drift = await tiers[server].kernel.dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it.each(servers)('%s: every migration can be taken back, down to the empty database, and made again', async (server) => {
    const { dataSource } = tiers[server].kernel;
    const count = dataSource.migrations.length;
    const own = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'";
    const before: unknown[] = await dataSource.query(own);
    for (let n = 0; n < count; n += 1) await dataSource.undoLastMigration();
    expect(await dataSource.query(own)).toEqual([]);
    await dataSource.runMigrations();
    expect(await dataSource.query(own)).toHaveLength(before.length);
  });
});
