/** Jest runs the TypeScript sources as ES modules through swc (NODE_OPTIONS=--experimental-vm-modules). */
export default {
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
