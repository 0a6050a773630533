import type { RunningTier } from '../../../src/kernel/host/start-tier.js';
import { Counting } from '../../../src/modules/statistics/counting.js';
import { spelledFor, tablesOf } from '../../postgres/dialect.js';
import { emptyTables } from '../../postgres/scratch-databases.js';
import type { PublicService } from './channel.js';
import type { Core } from './designated-institution.js';
import { Meddler, type Gate, type Meddling } from './meddler.js';
import { Speaker, type Air } from './speaker.js';

/** A tier's configuration as the federation's plan writes it, as far as a stage reads it. */
export interface TierPlan {
  readonly listeners: { readonly core: { readonly port: number }; readonly publicService: { readonly port: number } };
  readonly database: { readonly file?: string; readonly url?: string };
  readonly keys: { readonly signingKey: string };
  readonly peers: readonly (Way & { readonly name: string; readonly appId: string; readonly appSecret: string; readonly publicKey: string })[];
}

/** Where a peer is reached, and how long one attempt waits. */
export interface Way {
  readonly url?: string;
  readonly timeoutMs?: number;
}

/** Starts a server from its configuration. */
export type Starter = (plan: TierPlan) => Promise<RunningTier>;

/** One server of the federation, which a test may stop, start again and look into. */
export class StageTier implements Core, PublicService {
  readonly name: string;

  constructor(private plan: TierPlan, private running: RunningTier, private readonly starter: Starter, private readonly air: Air) {
    this.name = running.name;
  }

  /** What it is started with. */
  get configuration(): TierPlan {
    return this.plan;
  }

  get coreUrl(): string {
    return this.running.coreUrl;
  }

  get publicServiceUrl(): string {
    return this.running.publicServiceUrl;
  }

  get kernel(): RunningTier['kernel'] {
    return this.running.kernel;
  }

  get app(): RunningTier['app'] {
    return this.running.app;
  }

  /** The voice of this tier's system towards one of its peers. */
  speakerTo(peer: string): Speaker {
    const link = this.plan.peers.find(({ name }) => name === peer);
    if (link === undefined) throw new Error(`${this.name} has no link to ${peer}`);
    const { appId, appSecret, publicKey } = link;
    return new Speaker({ appId, appSecret, privateKey: this.plan.keys.signingKey, counterpartPublicKey: publicKey }, this.air);
  }

  /** Rows of a query on its database; `?` stands for a parameter. */
  rows<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    const { dataSource } = this.kernel;
    return dataSource.query<T[]>(spelledFor(dataSource, sql), parameters);
  }

  /** Names of the tables of its database. */
  tables(): Promise<string[]> {
    return tablesOf(this.kernel.dataSource);
  }

  /** All rows of all tables, as one text to search for what must not stand there. */
  async everything(): Promise<string> {
    const tables = await this.tables();
    return JSON.stringify(await Promise.all(tables.map((table) => this.rows(`SELECT * FROM "${table}"`))));
  }

  /** How many rows of a table, all or those of a condition in SQL. */
  async count(table: string, where = '1 = 1', parameters: unknown[] = []): Promise<number> {
    const [row] = await this.rows<{ n: number }>(`SELECT count(*) AS n FROM "${table}" WHERE ${where}`, parameters);
    return row?.n ?? 0;
  }

  /** The count of what has happened (5.2.1) that the tier takes from time to time, taken now. */
  async counts(): Promise<void> {
    await this.app.get(Counting, { strict: false }).round();
  }

  async stops(): Promise<void> {
    await this.running.stop();
  }

  /** Starts again with the same configuration; what it knew is there only on a stage with files. `starter` may start another program in its place. */
  async starts(starter: Starter = this.starter): Promise<void> {
    this.running = await starter(this.plan);
  }

  /** Starts one more server of this tier on the same database, at addresses of its own; whoever starts it stops it. Only where databases are on a server. */
  startsReplica(): Promise<RunningTier> {
    return this.starter(this.replicaPlan(0, 0));
  }

  /** What one more server of this tier is started with. */
  replicaPlan(core: number, publicService: number): TierPlan {
    return { ...this.plan, listeners: { core: { port: core }, publicService: { port: publicService } } };
  }

  /** Starts again without anything it knew. Only on a stage without files. */
  async startsAnew(): Promise<void> {
    const { url } = this.plan.database;
    if (url !== undefined) await emptyTables(url);
    await this.starts();
  }

  /** Starts again, reaching the peers named at other addresses. Only before it has anything to lose, or on a stage with files. */
  async reaches(ways: Readonly<Record<string, Way>>): Promise<void> {
    await this.stops();
    this.plan = { ...this.plan, peers: this.plan.peers.map((peer) => ({ ...peer, ...ways[peer.name] })) };
    await this.starts();
  }

  /** Moves to another port and leaves a meddler at the address its peers know. Only before it has anything to lose, or on a stage with files. */
  async standsBehind(meddling: Meddling, gate?: Gate): Promise<Meddler> {
    const port = Number(new URL(this.coreUrl).port);
    await this.stops();
    this.plan = { ...this.plan, listeners: { ...this.plan.listeners, core: { port: 0 } } };
    await this.starts();
    return Meddler.before(this.coreUrl, meddling, port, gate);
  }
}
