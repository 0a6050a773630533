import { afterEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/kernel/persistence/data-source-options.js';
import { openDataSource } from '../../src/kernel/persistence/open-data-source.js';
import { provinceTier } from '../../src/tiers/province.tier.js';

let opened: DataSource | undefined;
afterEach(async () => {
  await opened?.destroy();
  opened = undefined;
});

const isOfUnits = ({ name }: { name: string }): boolean => /(Registry|Province)Units\d+$/.test(name);

describe('the migration that brings units (notice 一)', () => {
  it('keeps the credentials of persons, and takes those of units out when it is taken back', async () => {
    const migrations = provinceTier.migrations.filter((each) => !isOfUnits(each));
    opened = await openDataSource(dataSourceOptions({ file: ':memory:', entities: [], migrations: [...migrations] }));
    const runner = opened.createQueryRunner();
    const units = provinceTier.migrations.filter(isOfUnits).map((Migration) => new Migration());
    const person = "INSERT INTO electronic_credential (credential_number, person_id, state, changed_at) VALUES ('a', 'p', 'activated', 1)";
    await runner.query(person);
    for (const each of units) await each.up(runner);
    const columns = 'credential_number, subject_kind, subject_id, state';
    const kept = { credential_number: 'a', subject_kind: 'person', subject_id: 'p', state: 'activated' };
    expect(await runner.query(`SELECT ${columns} FROM electronic_credential`)).toEqual([kept]);
    await runner.query(`INSERT INTO electronic_credential (${columns}, changed_at) VALUES ('b', 'unit', 'u', 'activated', 1)`);
    for (const each of units.toReversed()) await each.down(runner);
    expect(await runner.query('SELECT * FROM electronic_credential')).toEqual([{ credential_number: 'a', person_id: 'p', state: 'activated', changed_at: 1 }]);
    await runner.release();
  });
});
