import { createHash } from 'node:crypto';
import type { StageTier } from './stage-tier.js';

/** What one table holds: how many rows, and a fingerprint of all that stands in them. */
interface TableState {
  readonly rows: number;
  readonly fingerprint: string;
}

/** What all tables of some tiers hold, by tier and table. */
export type Snapshot = ReadonlyMap<string, TableState>;

/** A change of one table: rows more or fewer, or `rewritten` where their number stayed. */
export type Changes = Readonly<Record<string, number | 'rewritten'>>;

/** Tables of the statistics (5.2.1): every request is counted, also one that changes nothing. */
const COUNTS = ['tallied_answer', 'figure_count', 'figure_section', 'counting_progress', 'counting_source', 'shown_person'];

/** Takes down what every table of these tiers holds now, but for the counts. */
export async function snapshot(tiers: readonly StageTier[]): Promise<Snapshot> {
  const states = await Promise.all(tiers.map(async (tier) => {
    const tables = (await tier.tables()).filter((name) => !COUNTS.includes(name));
    return Promise.all(tables.map(async (name) => [`${tier.name} ${name}`, await stateOf(tier, name)] as const));
  }));
  return new Map(states.flat());
}

/** What has changed, as `province:35 qr_code`: 1. Empty when nothing has happened. */
export function changesBetween(before: Snapshot, after: Snapshot): Changes {
  const changes: Record<string, number | 'rewritten'> = {};
  for (const [table, { rows, fingerprint }] of after) {
    const was = before.get(table) ?? { rows: 0, fingerprint: '' };
    if (rows !== was.rows) changes[table] = rows - was.rows;
    else if (fingerprint !== was.fingerprint) changes[table] = 'rewritten';
  }
  return changes;
}

async function stateOf(tier: StageTier, table: string): Promise<TableState> {
  // Without an order of its own, a table has the one in which its rows were last written, on PostgreSQL.
  const rows = (await tier.rows<object>(`SELECT * FROM "${table}"`)).map((row) => JSON.stringify(row)).toSorted();
  return { rows: rows.length, fingerprint: createHash('sha256').update(rows.join('\n')).digest('hex') };
}
