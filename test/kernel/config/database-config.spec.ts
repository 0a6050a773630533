import { describe, expect, it } from '@jest/globals';
import { databasePlace, DatabaseConfig } from '../../../src/kernel/config/database-config.js';
import { kernelEnvironment } from '../../../src/kernel/config/kernel-config.js';
import { checkConfig, ConfigError, loadConfig } from '../../../src/kernel/config/load-config.js';
import { placeInWords } from '../../../src/kernel/persistence/database-place.js';
import { nationalTier } from '../../../src/tiers/national.tier.js';

const SECRET = 'canary-of-the-password';
const URL_TEXT = `postgresql://openec:${SECRET}@db.example:5432/openec_national`;
const check = (values: object): DatabaseConfig => checkConfig(DatabaseConfig, values);

function faultsOf(act: () => unknown): readonly string[] {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the section database', () => {
  it('is a SQLite file unless it says otherwise', () => {
    expect(databasePlace(check({ file: '/data/a.db' }))).toEqual({ file: '/data/a.db' });
    expect(databasePlace(check({ type: 'sqlite', file: ':memory:' }))).toEqual({ file: ':memory:' });
  });

  it('may be a PostgreSQL database, with ten connections unless it says otherwise', () => {
    expect(databasePlace(check({ type: 'postgres', url: URL_TEXT }))).toEqual({ url: URL_TEXT, poolSize: 10 });
    expect(databasePlace(check({ type: 'postgres', url: 'postgresql:///openec?host=/var/run/postgresql', poolSize: 3 }))).toMatchObject({ poolSize: 3 });
  });

  it.each<[string, object, RegExp]>([
    ['no file', {}, /^file: must be a text/],
    ['no address', { type: 'postgres' }, /^url: must look like postgresql:/],
    ['an address without a database', { type: 'postgres', url: `postgresql://openec:${SECRET}@db.example` }, /^url: must look like/],
    ['an address of another system', { type: 'postgres', url: `mysql://openec:${SECRET}@db.example/a` }, /^url: must look like/],
    ['a file beside an address', { type: 'postgres', url: URL_TEXT, file: 'a.db' }, /^file: is for databases of type sqlite only/],
    ['an address beside a file', { file: 'a.db', url: URL_TEXT }, /^url: is for databases of type postgres only/],
    ['another type', { type: 'oracle', file: 'a.db' }, /^type: must be one of/],
    ['too few connections', { type: 'postgres', url: URL_TEXT, poolSize: 2 }, /^poolSize: must not be less than 3/],
  ])('is refused with %s, by name and without a value', (_what, values, fault) => {
    const faults = faultsOf(() => check(values));
    expect(faults.some((each) => fault.test(each))).toBe(true);
    expect(faults.join()).not.toContain(SECRET);
  });

  it('comes from the environment, too', () => {
    const environment = { OPENEC_DATABASE_TYPE: 'postgres', OPENEC_DATABASE_URL: URL_TEXT, OPENEC_DATABASE_POOL_SIZE: '7' };
    const faults = faultsOf(() => loadConfig(nationalTier.config, { variables: kernelEnvironment, environment }));
    expect(faults.filter((fault) => fault.startsWith('database'))).toEqual([]);
    const wrong = faultsOf(() => loadConfig(nationalTier.config, { variables: kernelEnvironment, environment: { ...environment, OPENEC_DATABASE_POOL_SIZE: 'many' } }));
    expect(wrong.filter((fault) => fault.startsWith('database'))).not.toEqual([]);
  });

  it('is told to operators without the password', () => {
    expect(placeInWords({ url: `${URL_TEXT}?sslmode=verify-full&password=${SECRET}`, poolSize: 3 })).toBe('postgresql://openec@db.example:5432/openec_national');
    expect(placeInWords({ url: `postgresql:///openec?host=/run/postgresql&password=${SECRET}`, poolSize: 3 })).toBe('postgresql:///openec?host=/run/postgresql');
    expect(placeInWords({ file: '/data/a.db' })).toBe('/data/a.db');
  });
});
