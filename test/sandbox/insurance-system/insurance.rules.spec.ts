import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { insuranceTypes } from '../../../src/protocol/transactions/fields.js';
import {
  benefitOf, benefits, printBenefits, restored, spent, split, type Accumulators, type Split,
} from '../../../src/sandbox/insurance-system/insurance.rules.js';

const type = fc.constantFrom(...Object.values(insuranceTypes));
const kind = fc.constantFrom('hospital' as const, 'pharmacy' as const);
/** Small amounts, amounts about the deductible, and amounts beyond the ceiling. */
const total = fc.oneof(fc.nat(100), fc.nat(10_000), fc.nat(100_000), fc.nat(100_000_000));

const fresh = (insuranceType: string): Accumulators =>
  ({ deductibleUsedFen: 0, fundPaidFen: 0, accountBalanceFen: benefitOf(insuranceType).openingBalanceFen });

/** Any accumulators that the rules can lead to. */
const used = type.chain((insuranceType) => {
  const { deductibleFen, ceilingFen, openingBalanceFen } = benefitOf(insuranceType);
  const accumulators = fc.record({ deductibleUsedFen: fc.nat(deductibleFen), fundPaidFen: fc.nat(ceilingFen), accountBalanceFen: fc.nat(openingBalanceFen) });
  return accumulators.map((accumulated) => ({ insuranceType, accumulated }));
});

const sum = (of: readonly Split[], part: keyof Split): number => of.reduce((so, each) => so + each[part], 0);

/** Settles the totals one after the other. */
function inTurn(totals: readonly number[], insuranceType: string): { parts: Split[]; after: Accumulators } {
  let after = fresh(insuranceType);
  const parts = totals.map((each) => {
    const part = split(each, benefitOf(insuranceType), 'hospital', after);
    after = spent(after, part);
    return part;
  });
  return { parts, after };
}

describe('the published rules of the simulated local core business system', () => {
  it('split a total into shares that add up to the fen and are never negative', () => {
    fc.assert(fc.property(used, kind, total, ({ insuranceType, accumulated }, at, totalFen) => {
      const { deductibleFen, fundFen, personalAccountFen, cashFen } = split(totalFen, benefitOf(insuranceType), at, accumulated);
      expect(fundFen + personalAccountFen + cashFen).toBe(totalFen);
      for (const part of [deductibleFen, fundFen, personalAccountFen, cashFen]) expect(Number.isSafeInteger(part) && part >= 0).toBe(true);
    }), { numRuns: 2_000 });
  });

  it('round the share of the fund down to the fen', () => {
    fc.assert(fc.property(used, kind, total, ({ insuranceType, accumulated }, at, totalFen) => {
      const benefit = benefitOf(insuranceType);
      const { deductibleFen, fundFen } = split(totalFen, benefit, at, accumulated);
      const beyond = BigInt(totalFen - deductibleFen) * BigInt(benefit.percent[at]);
      const entitled = beyond / 100n;
      const left = BigInt(benefit.ceilingFen - accumulated.fundPaidFen);
      expect(BigInt(fundFen)).toBe(entitled < left ? entitled : left);
    }), { numRuns: 2_000 });
  });

  it('never let the fund pay less for a dearer treatment, and never more than its percentage', () => {
    fc.assert(fc.property(used, kind, total, fc.nat(10_000), ({ insuranceType, accumulated }, at, totalFen, more) => {
      const benefit = benefitOf(insuranceType);
      const cheap = split(totalFen, benefit, at, accumulated);
      const dear = split(totalFen + more, benefit, at, accumulated);
      expect(dear.fundFen).toBeGreaterThanOrEqual(cheap.fundFen);
      expect(cheap.fundFen * 100).toBeLessThanOrEqual(totalFen * benefit.percent[at]);
    }));
  });

  it('take the deductible once in a year, however the year is cut into settlements', () => {
    fc.assert(fc.property(type, fc.array(total, { maxLength: 12 }), (insuranceType, totals) => {
      const { deductibleFen } = benefitOf(insuranceType);
      const { parts, after } = inTurn(totals, insuranceType);
      const spentInAll = totals.reduce((so, each) => so + each, 0);
      expect(sum(parts, 'deductibleFen')).toBe(Math.min(deductibleFen, spentInAll));
      expect(after.deductibleUsedFen).toBe(sum(parts, 'deductibleFen'));
    }));
  });

  it('stop the fund at the yearly ceiling and the account at its balance', () => {
    fc.assert(fc.property(type, fc.array(fc.nat(50_000_000), { minLength: 1, maxLength: 12 }), (insuranceType, totals) => {
      const { ceilingFen, openingBalanceFen } = benefitOf(insuranceType);
      const { parts, after } = inTurn(totals, insuranceType);
      expect(sum(parts, 'fundFen')).toBeLessThanOrEqual(ceilingFen);
      expect(sum(parts, 'personalAccountFen')).toBeLessThanOrEqual(openingBalanceFen);
      expect(after).toMatchObject({ fundPaidFen: sum(parts, 'fundFen'), accountBalanceFen: openingBalanceFen - sum(parts, 'personalAccountFen') });
    }));
    const first = split(1_000_000_000, benefitOf('310'), 'hospital', fresh('310'));
    expect(first.fundFen).toBe(benefitOf('310').ceilingFen);
    expect(split(1_000, benefitOf('310'), 'hospital', spent(fresh('310'), first))).toEqual({ deductibleFen: 0, fundFen: 0, personalAccountFen: 0, cashFen: 1_000 });
  });

  it('give back by reversals, in whatever order, exactly what the settlements took', () => {
    const story = fc.array(total, { maxLength: 10 }).chain((totals) => fc.tuple(fc.constant(totals), fc.shuffledSubarray(totals.map((_, index) => index))));
    fc.assert(fc.property(type, story, (insuranceType, [totals, reversed]) => {
      const { parts, after } = inTurn(totals, insuranceType);
      const end = reversed.reduce((so, index) => restored(so, parts[index]), after);
      const kept = parts.filter((_, index) => !reversed.includes(index));
      expect(end).toEqual(kept.reduce(spent, fresh(insuranceType)));
      if (kept.length === 0) expect(end).toEqual(fresh(insuranceType));
    }));
  });

  it('are those that docs/insurance-system.md prints', () => {
    expect(readFileSync('docs/insurance-system.md', 'utf8')).toContain(printBenefits().join('\n'));
    expect(Object.keys(benefits).toSorted()).toEqual(Object.values(insuranceTypes).toSorted());
  });

  it('give the shares of the worked examples in docs/insurance-system.md', () => {
    const employee = benefitOf('310');
    const first = split(12_345, employee, 'hospital', fresh('310'));
    expect(first).toEqual({ deductibleFen: 2_000, fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
    const second = split(999, employee, 'pharmacy', spent(fresh('310'), first));
    expect(second).toEqual({ deductibleFen: 0, fundFen: 699, personalAccountFen: 300, cashFen: 0 });
    expect(split(12_345, benefitOf('390'), 'hospital', fresh('390'))).toEqual({ deductibleFen: 5_000, fundFen: 4_407, personalAccountFen: 0, cashFen: 7_938 });
  });
});
