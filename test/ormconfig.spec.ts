import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { planFederation, portsNeeded } from '../src/cli/federation-plan.js';

const folder = mkdtempSync(join(tmpdir(), 'openec-orm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('ormconfig.ts gives TypeORM the database of the tier that OPENEC_CONFIG names, without synchronising anything', async () => {
  const ports = Array.from({ length: portsNeeded(1) }, (_, n) => 40_000 + n);
  const plan = planFederation({ provinces: ['35'], dataDir: folder, environment: 'sandbox', logLevel: 'silent', ports });
  const file = join(folder, 'province-35.json');
  writeFileSync(file, JSON.stringify(plan.provinces['35']));
  process.env.OPENEC_CONFIG = file;
  const { default: dataSource } = await import('../ormconfig.js');
  delete process.env.OPENEC_CONFIG;
  expect(dataSource.options).toMatchObject({ type: 'better-sqlite3', database: join(folder, 'province-35.db'), synchronize: false });
  await dataSource.initialize();
  expect(await dataSource.showMigrations()).toBe(true);
  await dataSource.runMigrations();
  expect(await dataSource.showMigrations()).toBe(false);
  await dataSource.destroy();
});
