import { randomBytes } from 'node:crypto';

/** What the tests of this run keep their data in (docs/testing.md): `npm run test:postgres` sets it. */
const onPostgres = process.env.TEST_DATABASE === 'postgres';

if (onPostgres) {
  process.env.TEST_POSTGRES_URL ??= 'postgresql://postgres@127.0.0.1:5432/postgres';
  // The workers read it from the environment: every database of a run begins with it.
  process.env.TEST_POSTGRES_PREFIX ??= `openec_test_${randomBytes(4).toString('hex')}_`;
}

/** What looks into SQLite's files and plans, or starts tiers that are not the stage's. */
const aboutSqlite = [
  '/test/flows/personal-data-at-rest', '/test/flows/crash-between-commit-and-delivery', '/test/flows/three-tiers-one-process', '/test/kernel/outbox/outbox-store',
];

const places = onPostgres
  ? { globalTeardown: './scripts/drop-test-databases.mjs', testPathIgnorePatterns: ['/node_modules/', ...aboutSqlite] }
  : { testPathIgnorePatterns: ['/node_modules/', '/test/postgres/'] };

/** Jest runs the TypeScript sources as ES modules through swc (NODE_OPTIONS=--experimental-vm-modules). */
export default {
  ...places,
  testEnvironment: 'node',
  testRegex: 'test/.*[.-]spec\\.ts$',
  setupFiles: ['reflect-metadata'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testTimeout: 30_000,
  // Modules of finished suites stay in a worker's memory (VM modules are not given back); a worker that has grown is replaced by a new one.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  // A suite whose set-up failed half way leaves servers listening; the run must end all the same and say what failed.
  forceExit: true,
  transform: {
    '^.+\\.ts$': ['@swc/jest', {
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        target: 'es2022',
      },
      module: { type: 'es6' },
    }],
  },
  transformIgnorePatterns: ['/node_modules/'],
};
