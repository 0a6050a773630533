import { describe, expect, it } from '@jest/globals';
import { planFederation } from '../../src/cli/federation-plan.js';
import { ConfigError } from '../../src/kernel/config/load-config.js';
import { checkTierConfig } from '../../src/tiers/index.js';
import type { NationalConfig } from '../../src/tiers/national-config.js';

const plan = planFederation({ provinces: ['35'], dataDir: undefined, ports: [1, 2, 3, 4, 5, 6], environment: 'demo', logLevel: 'silent' }).national;
const configured = (values: object): NationalConfig => checkTierConfig('national', { ...plan, ...values }) as NationalConfig;

describe('passwordHashCost: how slow a stolen password is to guess', () => {
  it('is 2^15 unless something else is said', () => {
    expect(configured({}).passwordHashCost).toBe(15);
    expect(configured({ environment: 'production', passwordHashCost: 16 }).passwordHashCost).toBe(16);
  });

  it('may be less in a trial, and never in production', () => {
    expect(configured({ passwordHashCost: 8 }).passwordHashCost).toBe(8);
    const cheap = () => configured({ environment: 'production', passwordHashCost: 14 });
    expect(cheap).toThrow(ConfigError);
    expect(cheap).toThrow('passwordHashCost: must be at least 15 in production');
  });

  it('is bounded by the memory that a check may take', () => {
    for (const cost of [7, 17, 15.5, '15']) expect(() => configured({ passwordHashCost: cost })).toThrow(/passwordHashCost/);
  });
});
