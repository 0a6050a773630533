import { describe, expect, it } from '@jest/globals';
import { planFederation } from '../../src/cli/federation-plan.js';
import { checkTierConfig } from '../../src/tiers/index.js';
import type { ProvinceConfig } from '../../src/tiers/province-config.js';
import { terminalProfile } from '../../src/tiers/terminal-profile-config.js';

const plan = planFederation({ provinces: ['35'], dataDir: undefined, ports: [1, 2, 3, 4, 5, 6], environment: 'demo', logLevel: 'silent' }).provinces['35'];
const configured = (environment: string, said?: object) => {
  const config = checkTierConfig('province', { ...plan, environment, ...(said && { terminalProfile: said }) }) as ProvinceConfig;
  return terminalProfile(config.terminalProfile, config.environment);
};

describe('terminalProfile: whether requests without a signature are taken, and where (INT-135)', () => {
  it('is open in demo and sandbox with /test before the paths, and closed in production', () => {
    for (const environment of ['demo', 'sandbox']) expect(configured(environment)).toEqual({ taken: true, prefixes: ['/test'] });
    expect(configured('production')).toEqual({ taken: false, prefixes: [] });
  });

  it('is what the configuration says', () => {
    expect(configured('production', { taken: true, prefixes: ['/fj/v1'] })).toEqual({ taken: true, prefixes: ['/fj/v1'] });
    expect(configured('demo', { taken: false, prefixes: [] })).toEqual({ taken: false, prefixes: [] });
  });

  it.each([{ taken: 'yes' }, { prefixes: '/test' }, { prefixes: ['test'] }, { prefixes: ['/'] }, { prefixes: ['/test/'] }, { prefixes: ['/:x'] }, { prefixes: ['/*'] }, { prefixes: ['/a', '/a'] }])('refuses %j', (said) => {
    expect(() => configured('demo', said)).toThrow(/terminalProfile/);
  });
});
