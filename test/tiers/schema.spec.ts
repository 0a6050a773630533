import { afterEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/kernel/persistence/data-source-options.js';
import { kernelEntities } from '../../src/kernel/persistence/kernel-entities.js';
import { openDataSource } from '../../src/kernel/persistence/open-data-source.js';
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
