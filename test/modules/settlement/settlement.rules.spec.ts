import { describe, expect, it } from '@jest/globals';
import { returnCodes } from '../../../src/protocol/dictionaries/return-codes.js';
import {
  decisiveness, requireReversible, requireSameSettlement, requireSharesAddUp, settlementMoves, settlementStates, unfinishedStates, type SettlementState,
} from '../../../src/modules/settlement/settlement.rules.js';

const moves: readonly { readonly from: readonly SettlementState[]; readonly to: SettlementState }[] = Object.values(settlementMoves);
const movesFrom = (state: SettlementState): SettlementState[] => moves.filter(({ from }) => from.includes(state)).map(({ to }) => to);

describe('the states of a settlement', () => {
  it('can all be reached from the request, and only a reversal is for good', () => {
    const reached = new Set<SettlementState>(['requested']);
    for (const state of reached) for (const next of movesFrom(state)) reached.add(next);
    expect([...reached].toSorted()).toEqual([...settlementStates].toSorted());
    expect(settlementStates.filter((state) => movesFrom(state).length === 0)).toEqual(['reversed']);
  });

  it('lead from settled to reversed only through a reversal that is written down', () => {
    expect(movesFrom('settled')).toEqual(['reversing']);
    expect(moves.filter(({ to }) => to === 'reversed').flatMap(({ from }) => from)).toEqual(['reversing']);
  });

  it('end for every unfinished one in what the other side says', () => {
    for (const state of unfinishedStates) expect(movesFrom(state)).toHaveLength(2);
  });

  it('allow a reversal of what is settled only', () => {
    for (const state of ['settled', 'reversing', 'reversed'] as const) expect(() => requireReversible(state)).not.toThrow();
    for (const state of ['requested', 'refused'] as const) expect(() => requireReversible(state)).toThrow(expect.objectContaining({ returnCode: returnCodes.badRequest }));
  });
});

describe('a refusal of whoever settles', () => {
  it.each(['unknownError', 'timeout', 'rateLimited', 'nationalRequestFailed'] as const)('%s leaves open what happened', (name) => {
    expect(decisiveness(returnCodes[name].code)).toBe('never');
  });

  it.each(['tokenInvalid', 'credentialNotFound', 'cacheExpired', 'insuredPlaceMissing'] as const)('%s decides however often was asked', (name) => {
    expect(decisiveness(returnCodes[name].code)).toBe('always');
  });

  it.each(['badRequest', 'forbidden', 'signatureInvalid', 'unknownTransaction', 'localServiceNotConfigured', 'configurationMissing'] as const)(
    '%s, which may come before a look into the books, decides only when nobody was asked before', (name) => {
      expect(decisiveness(returnCodes[name].code)).toBe('at first');
    },
  );
});

describe('what is asked and answered', () => {
  const asked = { orgId: 'H35020300001', institutionSerialNo: 'S1', totalFen: 12_345, businessType: '01301', ecToken: 'token' };
  const settled = { order: asked, state: 'settled' as const };

  it('must be the same under the same serial number', () => {
    expect(() => requireSameSettlement(settled, { ...asked })).not.toThrow();
    for (const other of [{ totalFen: 12_346 }, { businessType: '01101' }, { orgId: 'H35020300002' }, { institutionSerialNo: 'S2' }, { ecToken: 'other' }]) {
      expect(() => requireSameSettlement(settled, { ...asked, ...other })).toThrow(expect.objectContaining({ returnCode: returnCodes.badRequest }));
    }
  });

  it('may come with a new token after a refusal', () => {
    expect(() => requireSameSettlement({ order: asked, state: 'refused' }, { ...asked, ecToken: 'other' })).not.toThrow();
  });

  it('must add up', () => {
    expect(() => requireSharesAddUp(10, { fundFen: 5, personalAccountFen: 3, cashFen: 2 })).not.toThrow();
    expect(() => requireSharesAddUp(10, { fundFen: 5, personalAccountFen: 3, cashFen: 3 })).toThrow(expect.objectContaining({ returnCode: returnCodes.unknownError }));
  });
});
