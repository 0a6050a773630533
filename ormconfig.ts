import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { databaseOptions, loadTierConfig, modeOfFile } from './src/tiers/index.js';

/**
 * The database of one tier for TypeORM's own tools (`migration:show`, `migration:generate`, editors): the tier whose configuration file `OPENEC_CONFIG`
 * names. Operators use `openec migrate`; nothing in the running system reads this file.
 */
function dataSource(file: string | undefined): DataSource {
  if (file === undefined) throw new Error('OPENEC_CONFIG must name the configuration file of a tier');
  return new DataSource(databaseOptions(loadTierConfig(modeOfFile(file), file)));
}

export default dataSource(process.env.OPENEC_CONFIG);
