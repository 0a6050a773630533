import { describe, expect, it } from '@jest/globals';
import { admits, presentations, requireAdmitted, type Presentation, type PresentationPolicy } from '../../../src/registry/policy/presentation-policy.js';

const policy = (...admitted: Presentation[]) => Object.fromEntries(presentations.map((each) => [each, admitted.includes(each)])) as PresentationPolicy;

describe('INT-60: what a province admits', () => {
  it.each(presentations)('%s is admitted where it says so, and no other with it', (presentation) => {
    const admitted = admits(policy(presentation));
    expect(presentations.filter((each) => admitted([each]))).toEqual([presentation]);
    expect(() => requireAdmitted(admitted, [presentation])).not.toThrow();
  });

  it('what may be either is admitted where one of them is', () => {
    expect(admits(policy('barCode'))(['qrCode', 'barCode'])).toBe(true);
    expect(admits(policy('face'))(['qrCode', 'barCode'])).toBe(false);
  });

  it('what is not admitted is -4, naming the field that asked for it', () => {
    const refused = () => requireAdmitted(admits(policy('qrCode')), ['barCode'], 'data.symbol');
    const fault = { field: 'data.symbol', reason: 'presents a one-dimensional code, which this province does not admit' };
    expect(refused).toThrow(expect.objectContaining({ message: expect.stringContaining('-4'), faults: [fault] }));
  });
});
