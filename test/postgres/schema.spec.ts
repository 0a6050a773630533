import { afterEach, describe, expect, it } from '@jest/globals';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../src/kernel/persistence/data-source-options.js';
import { kernelEntities } from '../../src/kernel/persistence/kernel-entities.js';
import { openDataSource } from '../../src/kernel/persistence/open-data-source.js';
import { insuranceSystemSimulator } from '../../src/sandbox/insurance-system/insurance-system-simulator.js';
import { nationalTier } from '../../src/tiers/national.tier.js';
import { provinceTier } from '../../src/tiers/province.tier.js';
import { tablesOf } from './dialect.js';
import { committed, createDatabase } from './scratch-databases.js';

let opened: DataSource | undefined;
afterEach(async () => {
  if (opened?.isInitialized === true) await opened.destroy();
  opened = undefined;
});

const tiers = [{ name: 'national', tier: nationalTier }, { name: 'province', tier: provinceTier }, { name: 'insurance-system', tier: insuranceSystemSimulator }];
const drift = async (dataSource: DataSource): Promise<string[]> => (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

describe.each(tiers)('the schema of the $name tier on PostgreSQL', ({ tier: { entities, migrations } }) => {
  const optionsOf = (url: string): DataSourceOptions => (
    dataSourceOptions({ url, poolSize: 5, entities: [...kernelEntities, ...entities], migrations: [...migrations] })
  );

  it('is what the entities say, and comes from the same migrations as on SQLite', async () => {
    opened = await openDataSource(optionsOf(await createDatabase()));
    expect(await drift(opened)).toEqual([]);
  });

  it('can be taken back step by step to nothing and built again', async () => {
    opened = await openDataSource(optionsOf(await createDatabase()));
    for (const _each of migrations) await opened.undoLastMigration({ transaction: 'each' });
    expect(await tablesOf(opened)).toEqual(['migrations']);
    await opened.runMigrations({ transaction: 'each' });
    expect(await drift(opened)).toEqual([]);
  });

  it('is built once when several replicas start at the same moment', async () => {
    const url = await createDatabase();
    const told: string[] = [];
    const starts = await Promise.all([1, 2, 3].map(() => openDataSource(optionsOf(url), (names) => told.push(...names))));
    await Promise.all(starts.map((each) => each.destroy()));
    expect(told.toSorted()).toEqual(migrations.map(({ name }) => name).toSorted());
    expect(await committed(url, 'SELECT count(*)::int AS n FROM migrations')).toEqual([{ n: migrations.length }]);
  });
});
