import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Intake, type IntakeParts } from '../../../src/modules/intake/province/intake.js';
import { intakeColumns, type IntakeColumn } from '../../../src/modules/intake/province/intake-columns.rules.js';
import type { ProvinceCode } from '../../../src/protocol/identifiers.js';
import { CliProcess, type Ended } from '../../cli/cli-process.js';
import type { Province } from './province.js';

export type FileRow = Readonly<Record<IntakeColumn, string>>;

/** What a province holds of its files, opened: periods with their persons, and the rows that were not taken in. */
export interface Taken {
  readonly periods: readonly string[];
  readonly rejected: readonly string[];
}

/** How many rows of a file are read, and how many batches reported. */
interface Behind {
  readonly rows: number;
  readonly batches: number;
}

/** Writes a file as `openec intake` takes it. */
export function writeFile(file: string, rows: readonly FileRow[]): string {
  const lines = [intakeColumns.map(({ name }) => name), ...rows.map((row) => intakeColumns.map(({ id }) => row[id]))];
  writeFileSync(file, lines.map((cells) => `${cells.join(',')}\n`).join(''));
  return file;
}

/** Whoever takes files in at a province, with the command and a process of its own, while the tier runs. */
export class IntakeDesk {
  private readonly config: string;

  constructor(private readonly province: Province, folder: string) {
    this.config = join(folder, `province-${province.code}.json`);
    writeFileSync(this.config, JSON.stringify(province.tier.configuration));
  }

  /** `openec intake`, to its end. */
  takesIn(file: string, ...options: string[]): Promise<Ended> {
    return this.starts(file, ...options).ended();
  }

  starts(file: string, ...options: string[]): CliProcess {
    return new CliProcess(['intake', file, '--config', this.config, ...options]);
  }

  /** Kills the command as soon as so much of the file is behind it, and tells whether it was killed before its end. */
  async isKilledAfter(file: string, { rows = 0, batches = 0 }: Partial<Behind>): Promise<boolean> {
    const process = this.starts(file);
    let ended = false;
    const end = process.ended().then(() => { ended = true; });
    for (let behind = await this.behind(); !ended && (behind.rows < rows || behind.batches < batches); behind = await this.behind()) await pause(2);
    process.kill();
    const killed = !ended;
    await end;
    return killed;
  }

  /** The same in this process, where a test wants to act between two batches. */
  intake(wait: IntakeParts['wait'] = () => Promise.resolve(false)): Intake {
    return new Intake({ ...this.province.tier.kernel, province: this.province.code as ProvinceCode, wait });
  }

  /** Everything that came of the last file, line by line. */
  async taken(): Promise<Taken> {
    const { tier } = this.province;
    const rows = await tier.rows<Record<string, string>>(`SELECT * FROM insured_period JOIN base_person USING (person_no) WHERE ${LAST} ORDER BY line`);
    const open = ({ person_key, identity }: Record<string, string>): string => tier.kernel.protection.open(identity, `base_person.identity:${person_key}`);
    const rejected = await tier.rows<Record<string, string>>(`SELECT * FROM rejected_row WHERE ${LAST} ORDER BY line, field`);
    return {
      periods: rows.map((row) => [row.line, row.batch, open(row), row.id_type, row.insured_from, row.insured_until, row.insurance_type].join(' ')),
      rejected: rejected.map(({ line, field, reason, value }) => `${line} ${field} ${reason} ${value}`),
    };
  }

  /** Everything that stands in the tables of its files and in the journal, as it stands there. */
  async atRest(): Promise<string> {
    const tables = ['intake_run', 'base_person', 'insured_period', 'intake_batch', 'rejected_row', 'journal_entry'];
    return JSON.stringify(await Promise.all(tables.map((table) => this.province.tier.rows(`SELECT * FROM ${table}`))));
  }

  /** How many rows of the last file are behind the command, and how many batches are reported. */
  private async behind(): Promise<Behind> {
    const [run] = await this.province.tier.rows<{ n: number }>(`SELECT rows_read AS n FROM intake_run WHERE ${LAST}`);
    return { rows: Number(run?.n ?? 0), batches: await this.province.tier.count('intake_batch', `${LAST} AND reported_at IS NOT NULL`) };
  }
}

const LAST = 'run_no = (SELECT MAX(run_no) FROM intake_run)';
