import { afterEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/kernel/persistence/data-source-options.js';
import { kernelEntities } from '../../src/kernel/persistence/kernel-entities.js';
import { openDataSource } from '../../src/kernel/persistence/open-data-source.js';
import { NationalTerminals1790000900002 } from '../../src/tiers/migrations/national-6-terminals.js';
import { nationalTier } from '../../src/tiers/national.tier.js';
import { provinceTier } from '../../src/tiers/province.tier.js';

const tiers = [
  { name: 'national', entities: nationalTier.entities, migrations: nationalTier.migrations },
  { name: 'province', entities: provinceTier.entities, migrations: provinceTier.migrations },
];

let opened: DataSource | undefined;
afterEach(async () => {
  await opened?.destroy();
  opened = undefined;
});

const drift = async (dataSource: DataSource): Promise<string[]> => (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

describe.each(tiers)('the schema of the $name tier', ({ entities, migrations }) => {
  const open = () => openDataSource(dataSourceOptions({ file: ':memory:', entities: [...kernelEntities, ...entities], migrations: [...migrations] }));

  it('is what the entities say, and comes from the migrations alone', async () => {
    opened = await open();
    expect(await drift(opened)).toEqual([]);
  });

  it('can be taken back step by step to nothing and built again', async () => {
    opened = await open();
    for (const _each of migrations) await opened.undoLastMigration({ transaction: 'each' });
    const left = await opened.query<{ name: string }[]>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    expect(left).toEqual([{ name: 'migrations' }]);
    await opened.runMigrations({ transaction: 'each' });
    expect(await drift(opened)).toEqual([]);
  });

  it('gives each migration a moment of its own, by which they run', () => {
    const moments = migrations.map((migration) => Number(/\d{13}$/.exec(migration.name)?.[0]));
    expect(moments.every((moment) => moment > 0)).toBe(true);
    expect(new Set(moments).size).toBe(moments.length);
  });
});

describe('filing numbers that were assigned before their serials were counted (INT-92)', () => {
  it('are counted on, for each province and year', async () => {
    const { entities, migrations } = tiers[0];
    const serials = migrations.findIndex((each) => each === NationalTerminals1790000900002);
    const before = { file: ':memory:', entities: [...kernelEntities, ...entities], migrations: migrations.slice(0, serials) };
    opened = await openDataSource(dataSourceOptions(before));
    for (const number of ['35202600000000000017', '35202600000000000120', '44202600000000000033', '35202700000000000049']) {
      const rest = "'H1', 'n', 'p', '1.0', 'u', 'd', '20260101', 'f8:34:41:bd:e1:88', 'scan-gun', 'active'";
      await opened.query(`INSERT INTO acceptance_terminal VALUES (?, ${rest})`, [number]);
    }
    const runner = opened.createQueryRunner();
    await new NationalTerminals1790000900002().up(runner);
    await runner.release();
    expect(await opened.query('SELECT * FROM filing_number_serial ORDER BY 1, 2')).toEqual([
      { province: '35', year: 2026, last: 12 }, { province: '35', year: 2027, last: 4 }, { province: '44', year: 2026, last: 3 },
    ]);
  });
});
