import Sqlite from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import { Probe, gate, probe, sleep } from './probe-database.js';

/** What the callers were told, to be compared with what {@link committedIds} finds in the file. */
export interface Told {
  acknowledged: Set<string>;
  failed: Set<string>;
}

/** Ids that another connection sees: only what is really committed. */
export function committedIds(file: string): Set<string> {
  const database = new Sqlite(file, { readonly: true });
  try {
    return new Set(database.prepare('SELECT id FROM probe').pluck().all() as string[]);
  } finally {
    database.close();
  }
}

export function missing({ acknowledged }: Told, file: string): string[] {
  const present = committedIds(file);
  return [...acknowledged].filter((id) => !present.has(id));
}

export function ghosts({ failed }: Told, file: string): string[] {
  const present = committedIds(file);
  return [...failed].filter((id) => present.has(id));
}

/** One transaction rolls back after another one, started inside its time, has been reported as committed. */
export async function outerRollsBackAroundInner(dataSource: DataSource): Promise<Told> {
  const told: Told = { acknowledged: new Set(), failed: new Set() };
  const outerBegun = gate();
  const innerTold = gate();
  const outer = dataSource.transaction(async (manager) => {
    await manager.insert(Probe, probe('outer', 1));
    outerBegun.open();
    await Promise.race([innerTold.opened, sleep(200)]);
    throw new Error('wanted');
  });
  await outerBegun.opened;
  const inner = tell(told, ['inner/1'], () => dataSource.transaction((manager) => manager.insert(Probe, probe('inner', 1))));
  void inner.then(() => innerTold.open());
  await Promise.allSettled([outer, inner]);
  told.failed.add('outer/1');
  return told;
}

/** A plain insert is acknowledged while somebody else's transaction is open, which then rolls back. */
export async function plainInsertInsideForeignTransaction(dataSource: DataSource): Promise<Told> {
  const told: Told = { acknowledged: new Set(), failed: new Set() };
  const begun = gate();
  const inserted = gate();
  const foreign = dataSource.transaction(async (manager) => {
    await manager.insert(Probe, probe('foreign', 1));
    begun.open();
    await Promise.race([inserted.opened, sleep(200)]);
    throw new Error('wanted');
  });
  await begun.opened;
  const plain = tell(told, ['plain/1'], () => dataSource.manager.insert(Probe, probe('plain', 1)));
  void plain.then(() => inserted.open());
  await Promise.allSettled([foreign, plain]);
  told.failed.add('foreign/1');
  return told;
}

/** Fifty transactions of two rows each, begun one millisecond after the other; every fifth rolls back. */
export async function staggeredTransactions(dataSource: DataSource): Promise<Told> {
  const told: Told = { acknowledged: new Set(), failed: new Set() };
  await Promise.all(range(50).map(async (n) => {
    await sleep(n);
    await tell(told, [`tx${n}/1`, `tx${n}/2`], () => dataSource.transaction(async (manager) => {
      await manager.insert(Probe, probe(`tx${n}`, 1));
      await sleep(n % 6);
      await manager.insert(Probe, probe(`tx${n}`, 2));
      if (n % 5 === 0) throw new Error('wanted');
    }));
  }));
  return told;
}

/**
 * Sixty `repo.save([two rows])`, which TypeORM wraps into transactions by itself; every fifth meets the unique label. They begin a few
 * turns of the promise queue apart, as requests do that arrive together: the driver is synchronous and never yields for longer.
 */
export async function staggeredSaves(dataSource: DataSource): Promise<Told> {
  const told: Told = { acknowledged: new Set(), failed: new Set() };
  await dataSource.manager.insert(Probe, probe('taken', 1));
  await Promise.all(range(60).map(async (n) => {
    await promiseTurns(n * 5);
    const second = n % 5 === 0 ? probe(`save${n}`, 2, 'taken/1') : probe(`save${n}`, 2);
    await tell(told, [`save${n}/1`, `save${n}/2`], () => dataSource.getRepository(Probe).save([probe(`save${n}`, 1), second]));
  }));
  return told;
}

async function promiseTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Books the ids as acknowledged or failed, just as the caller is told. */
export async function tell(told: Told, ids: string[], act: () => Promise<unknown>): Promise<void> {
  const book = await act().then(() => told.acknowledged, () => told.failed);
  for (const id of ids) book.add(id);
}
