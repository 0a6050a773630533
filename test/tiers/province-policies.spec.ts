import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { planFederation } from '../../src/cli/federation-plan.js';
import { ConfigError } from '../../src/kernel/config/load-config.js';
import { insuranceSystemAccess } from '../../src/tiers/insurance-system-config.js';
import { checkTierConfig } from '../../src/tiers/index.js';
import type { ProvinceConfig } from '../../src/tiers/province-config.js';

const plan = planFederation({ provinces: ['35'], dataDir: undefined, ports: [1, 2, 3, 4, 5, 6], environment: 'demo', logLevel: 'silent' }).provinces['35'];
const configured = (values: object): ProvinceConfig => checkTierConfig('province', { ...plan, ...values }) as ProvinceConfig;

function faultsOf(values: object): readonly string[] {
  try {
    configured(values);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('insuranceSystem: how a province reaches its local core business system', () => {
  it('is the signed link unless something else is said', () => {
    expect(insuranceSystemAccess(configured({}).insuranceSystem)).toEqual({ kind: 'link' });
  });

  it('is plain HTTP with address, secret and limit where that is said', () => {
    const http = { kind: 'http', url: 'https://core.example/insurance', secret: 'sixteen-characters' };
    expect(insuranceSystemAccess(configured({ insuranceSystem: http }).insuranceSystem)).toEqual({ ...http, timeoutMs: 4_000 });
    expect(insuranceSystemAccess(configured({ insuranceSystem: { ...http, timeoutMs: 900 } }).insuranceSystem)).toMatchObject({ timeoutMs: 900 });
  });

  it('is refused without address and secret, with all faults at once and never with the secret in them', () => {
    expect(faultsOf({ insuranceSystem: { kind: 'http' } }).join('\n')).toMatch(/insuranceSystem\.url: .*\n.*insuranceSystem\.secret: /);
    const faults = faultsOf({ insuranceSystem: { kind: 'http', url: 'ftp://core.example', secret: 'too short' } });
    expect(faults).toHaveLength(2);
    expect(faults.join('\n')).not.toContain('too short');
    expect(faultsOf({ insuranceSystem: { kind: 'pigeon' } })).toHaveLength(1);
    expect(faultsOf({ insuranceSystem: { kind: 'http', url: 'https://core.example', secret: 'with a blank in it' } })).toHaveLength(1);
  });
});

describe('passwordPolicy (4.2, INT-18)', () => {
  it('asks nowhere unless something else is said', () => {
    expect(configured({}).passwordPolicy).toEqual({ default: 'none', byBusinessType: {} });
  });

  it('names business types of table C.1 and one of the three moments', () => {
    expect(faultsOf({ passwordPolicy: { default: 'display', byBusinessType: { '01301': 'settlement', '02121': 'none' } } })).toEqual([]);
    expect(faultsOf({ passwordPolicy: { default: 'always' } })).toHaveLength(1);
    expect(faultsOf({ passwordPolicy: { byBusinessType: { '01301': 'always' } } })).toHaveLength(1);
    expect(faultsOf({ passwordPolicy: { byBusinessType: { 99999: 'none' } } })).toHaveLength(1);
    expect(faultsOf({ passwordPolicy: { byBusinessType: ['settlement'] } })).toHaveLength(1);
  });
});

describe('terminalAccess (7.2.1.1, INT-93)', () => {
  it('opens both ways unless the province says one of them, and knows no third', () => {
    expect(configured({}).terminalAccess).toBe('both');
    for (const terminalAccess of ['https', 'dll', 'both']) expect(configured({ terminalAccess }).terminalAccess).toBe(terminalAccess);
    expect(faultsOf({ terminalAccess: 'fax' })).toEqual([expect.stringMatching(/^terminalAccess: /)]);
  });
});

describe('presentations (4.10, INT-60)', () => {
  const wish = { provinces: ['35'], dataDir: undefined, ports: [1, 2, 3, 4, 5, 6], logLevel: 'silent' };
  const production = planFederation({ ...wish, environment: 'production' }).provinces['35'];

  it('are the two codes unless the province decides otherwise', () => {
    expect((checkTierConfig('province', production) as ProvinceConfig).presentations).toEqual({
      qrCode: true, barCode: true, document: false, bankCard: false, mobile: false, face: false, failedLookUps: 100, failedLookUpSeconds: 3_600,
    });
  });

  it('are what docs/presentations.md says of a province that says nothing', () => {
    const [, example] = /```json\n([\s\S]*?)\n```/.exec(readFileSync('docs/presentations.md', 'utf8')) ?? [];
    const { presentations, lifetimes } = JSON.parse(`{${example}}`) as ProvinceConfig;
    const unsaid = checkTierConfig('province', production) as ProvinceConfig;
    expect(unsaid.presentations).toEqual(presentations);
    expect(unsaid.lifetimes).toMatchObject(lifetimes);
  });

  it('are all of them where people are invented', () => {
    expect(configured({}).presentations).toMatchObject({ qrCode: true, barCode: true, document: true, bankCard: true, mobile: true, face: true });
  });

  it('are on or off, with all faults told at once', () => {
    expect(faultsOf({ presentations: { document: 'yes', bankCard: 1, mobile: null, palm: true, failedLookUps: 0, failedLookUpSeconds: 1 } })).toHaveLength(6);
    expect(faultsOf({ presentations: [], lifetimes: { authNo: 1 } }).join('\n')).toMatch(/lifetimes\.authNo: .*\n.*presentations: /);
    expect(faultsOf({ presentations: { qrCode: false, face: true, failedLookUps: 5 } })).toEqual([]);
  });
});
