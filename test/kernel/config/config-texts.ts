import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { planFederation } from '../../../src/cli/federation-plan.js';
import { ConfigError } from '../../../src/kernel/config/load-config.js';

const plan = planFederation({ provinces: ['35'], dataDir: undefined, ports: [7351, 7352, 7353, 7354, 7355, 7356], environment: 'demo', logLevel: 'info' });

type Json = Record<string, unknown>;

/** A national configuration that holds, as it would stand in a file; changes are merged in at the top. */
export const nationalFile = (changes: Json = {}): Json => ({ ...copy(plan.national), ...changes });

/** The same for the province 35. */
export const provinceFile = (changes: Json = {}): Json => ({ ...copy(plan.provinces['35']), ...changes });

const copy = (value: object | undefined): Json => JSON.parse(JSON.stringify(value)) as Json;

/** The faults of a configuration that must not hold. */
export function faultsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).faults;
  }
  throw new Error('the configuration was accepted');
}

/** A folder for one spec file's files. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'openec-config-'));

  file(name: string, content: string | object): string {
    const at = join(this.path, name);
    writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content));
    return at;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
