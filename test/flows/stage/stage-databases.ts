import { openDataSource } from '../../../src/kernel/persistence/open-data-source.js';
import { dataSourceOptions } from '../../../src/kernel/persistence/data-source-options.js';
import { kernelEntities } from '../../../src/kernel/persistence/kernel-entities.js';
import { insuranceSystemSimulator } from '../../../src/sandbox/insurance-system/insurance-system-simulator.js';
import { nationalTier } from '../../../src/tiers/national.tier.js';
import { provinceTier } from '../../../src/tiers/province.tier.js';
import { createDatabase, onPostgres, type Mould } from '../../postgres/scratch-databases.js';

/** Connections of each server on a stage; a stage has five servers, and a machine few connections. */
const POOL_SIZE = 5;

/**
 * Where the servers of one stage keep their data: undefined where the federation's plan decides, or a database on PostgreSQL for each party, in a run on
 * PostgreSQL. The one place that knows which run it is. The databases are dropped at the end of the run, all at once: each drop on its own has the server
 * write everything else down.
 */
export async function stageDatabases(provinces: readonly string[]): Promise<((party: string) => object) | undefined> {
  if (!onPostgres) return undefined;
  const parties = ['national', ...provinces.flatMap((code) => [`province:${code}`, `insurance-system:${code}`])];
  const made = await Promise.all(parties.map(async (party) => [party, await createDatabase(mouldOf(party))] as const));
  const urls = new Map(made);
  return (party) => ({ type: 'postgres', url: urls.get(party), poolSize: POOL_SIZE });
}

/** An empty database of a tier, its schema up to date: migrations run once for a whole run. */
function mouldOf(party: string): Mould {
  const name = party.split(':')[0] ?? party;
  const tier = { national: nationalTier, province: provinceTier, 'insurance-system': insuranceSystemSimulator }[name];
  if (tier === undefined) throw new Error(`no tier ${party}`);
  const { entities, migrations } = tier;
  return {
    name: name.replace('-', '_'),
    fill: async (url) => {
      const schema = { entities: [...kernelEntities, ...entities], migrations: [...migrations] };
      await (await openDataSource(dataSourceOptions({ url, poolSize: 3, ...schema }))).destroy();
    },
  };
}
