import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  Column, Entity, PrimaryColumn, Table, TableIndex, Index,
  type DataSource, type DataSourceOptions, type MigrationInterface, type QueryRunner,
} from 'typeorm';
import type { DatabasePlace } from '../../../src/kernel/persistence/database-place.js';
import { dataSourceOptions } from '../../../src/kernel/persistence/data-source-options.js';
import { kernelEntities } from '../../../src/kernel/persistence/kernel-entities.js';
import { kernelTables } from '../../../src/kernel/persistence/kernel-tables.js';
import { openDataSource } from '../../../src/kernel/persistence/open-data-source.js';
import { probePlace } from '../../postgres/probe-place.js';

/** A table of the tests' own, in which a lost row is easy to see. */
@Entity('probe')
@Index('uq_probe_label', ['label'], { unique: true })
export class Probe {
  @PrimaryColumn({ type: 'varchar', length: 40 })
  id: string;

  @Column({ type: 'varchar', length: 40 })
  unit: string;

  @Column({ type: 'varchar', length: 80 })
  label: string;
}

export function probe(unit: string, step: number, label = `${unit}/${step}`): Probe {
  return Object.assign(new Probe(), { id: `${unit}/${step}`, unit, label });
}

export class KernelTables1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of kernelTables()) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of kernelTables()) await runner.dropTable(table);
  }
}

export class ProbeTable1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'probe',
      columns: [
        { name: 'id', type: 'varchar', length: '40', isPrimary: true },
        { name: 'unit', type: 'varchar', length: '40' },
        { name: 'label', type: 'varchar', length: '80' },
      ],
      indices: [new TableIndex({ name: 'uq_probe_label', columnNames: ['label'], isUnique: true })],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('probe');
  }
}

export function probeOptions(file: string): DataSourceOptions {
  return probeOptionsAt({ file });
}

export function probeOptionsAt(place: DatabasePlace): DataSourceOptions {
  return dataSourceOptions({
    ...place,
    entities: [...kernelEntities, Probe],
    migrations: [KernelTables1700000000001, ProbeTable1700000000002],
  });
}

/** In the file, or in what stands for it in this run. */
export async function openProbe(file = ':memory:'): Promise<DataSource> {
  return openDataSource(probeOptionsAt(await probePlace(file)));
}

/** A folder of its own for one test file. */
export function temporaryFolder(): { file(name: string): string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'openec-kernel-'));
  return {
    file: (name) => path.join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}

/** A promise and the way to keep it. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => { open = resolve; });
  return { opened, open };
}
