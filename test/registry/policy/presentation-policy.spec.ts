import { describe, expect, it } from '@jest/globals';
import { presentations, requireAdmitted, type PresentationPolicy } from '../../../src/registry/policy/presentation-policy.js';

const nothing = Object.fromEntries(presentations.map((each) => [each, false])) as PresentationPolicy;

describe('INT-60: what a province admits', () => {
  it.each(presentations)('%s is admitted where it says so, and no other with it', (presentation) => {
    const admitted = requireAdmitted({ ...nothing, [presentation]: true });
    expect(() => admitted([presentation])).not.toThrow();
    for (const other of presentations.filter((each) => each !== presentation)) expect(() => admitted([other])).toThrow('-4');
  });

  it('names the field that asked for what it does not admit', () => {
    expect(() => requireAdmitted(nothing)(['barCode'], 'data.symbol')).toThrow(expect.objectContaining({
      faults: [{ field: 'data.symbol', reason: 'presents a one-dimensional code, which this province does not admit' }],
    }));
  });

  it('admits what may be either where it admits one of them', () => {
    const either = ['qrCode', 'barCode'] as const;
    expect(() => requireAdmitted({ ...nothing, barCode: true })(either)).not.toThrow();
    expect(() => requireAdmitted({ ...nothing, face: true })(either)).toThrow('-4');
  });
});
