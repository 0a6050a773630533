/** Jest runs the TypeScript sources as ES modules through swc (NODE_OPTIONS=--experimental-vm-modules). */
export default {
  testEnvironment: 'node',
  testRegex: 'test/.*[.-]spec\\.ts$',
  setupFiles: ['reflect-metadata'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testTimeout: 30_000,
  maxWorkers: '100%',
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
