import { openDataSource } from '../../../src/kernel/persistence/open-data-source.js';
import { dataSourceOptions } from '../../../src/kernel/persistence/data-source-options.js';
import { kernelEntities } from '../../../src/kernel/persistence/kernel-entities.js';
import { insuranceSystemSimulator } from '../../../src/sandbox/insurance-system/insurance-system-simulator.js';
import { nationalTier } from '../../../src/tiers/national.tier.js';
import { provinceTier } from '../../../src/tiers/province.tier.js';
import { onPostgres, ScratchDatabases, type Mould } from '../../postgres/scratch-databases.js';

/** Connections of each server on a stage; a stage has five servers, and a machine few connections. */
const POOL_SIZE = 5;

/** Where the servers of one stage keep their data. */
export interface StageDatabases {
  /** The section `database` of a party; absent where the federation's plan decides. */
  readonly databaseOf?: (party: string) => object;
  drop(): Promise<void>;
}

/** Databases as the run wants them: the plan's own, or one on PostgreSQL for each party. The one place that knows which run it is. */
export async function stageDatabases(provinces: readonly string[]): Promise<StageDatabases> {
  if (!onPostgres) return { drop: () => Promise.resolve() };
  const databases = new ScratchDatabases();
  const parties = ['national', ...provinces.flatMap((code) => [`province:${code}`, `insurance-system:${code}`])];
  const urls = new Map<string, string>();
  for (const party of parties) urls.set(party, await databases.create(mouldOf(party)));
  return {
    databaseOf: (party) => ({ type: 'postgres', url: urls.get(party), poolSize: POOL_SIZE }),
    drop: () => databases.drop(),
  };
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
