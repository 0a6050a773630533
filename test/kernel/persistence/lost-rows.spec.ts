import { afterAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { serialiseSqlite } from '../../../src/kernel/persistence/serialise-sqlite.js';
import {
  ghosts, missing, outerRollsBackAroundInner, plainInsertInsideForeignTransaction, staggeredSaves, staggeredTransactions, type Told,
} from './overlap-scenarios.js';
import { probeOptions, temporaryFolder } from './probe-database.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

type Scenario = (dataSource: DataSource) => Promise<Told>;

async function play(name: string, scenario: Scenario, prepare: (dataSource: DataSource) => DataSource) {
  const file = folder.file(name);
  const dataSource = await prepare(new DataSource(probeOptions(file))).initialize();
  await dataSource.runMigrations();
  const told = await scenario(dataSource);
  const result = { acknowledged: told.acknowledged.size, missing: missing(told, file), ghosts: ghosts(told, file) };
  await dataSource.destroy();
  return result;
}

const scenarios: ReadonlyArray<[string, Scenario, number]> = [
  ['a transaction acknowledged inside the time of another one that rolls back', outerRollsBackAroundInner, 1],
  ['a plain insert acknowledged inside the time of a transaction that rolls back', plainInsertInsideForeignTransaction, 1],
  ['fifty staggered transactions of two rows, ten of which roll back', staggeredTransactions, 80],
  ['sixty staggered repo.save() of two rows, twelve of which fail', staggeredSaves, 96],
];

describe('without the serialising wrapper, the driver loses acknowledged rows', () => {
  it.each(scenarios)('%s', async (name, scenario) => {
    const { acknowledged, missing: lost } = await play(`plain ${name}.db`, scenario, (dataSource) => dataSource);
    expect(acknowledged).toBeGreaterThan(0);
    expect(lost.length).toBeGreaterThan(0);
  });
});

describe('with the serialising wrapper, exactly the acknowledged rows are in the file', () => {
  it.each(scenarios)('%s', async (name, scenario, expected) => {
    expect(await play(`serial ${name}.db`, scenario, serialiseSqlite)).toEqual({ acknowledged: expected, missing: [], ghosts: [] });
  });
});
