import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decides, handlingMoves, handlingStates, requireSameBusiness, type HandlingState } from '../../../src/modules/cross-province-exchange/handling.rules.js';
import { returnCodes } from '../../../src/protocol/dictionaries/return-codes.js';

describe('what may happen to a business', () => {
  const names = Object.keys(handlingMoves) as (keyof typeof handlingMoves)[];

  it('never leaves "handled" again, and knows no other states', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...names), { maxLength: 12 }), (moves) => {
      let state: HandlingState = 'requested';
      let handled = false;
      for (const name of moves) {
        const { from, to } = handlingMoves[name];
        if ((from as readonly HandlingState[]).includes(state)) state = to;
        handled ||= state === 'handled';
        expect(handlingStates).toContain(state);
        if (handled) expect(state).toBe('handled');
      }
    }));
  });

  it('lets a late answer count although a refusal was believed', () => {
    expect(handlingMoves.handle.from).toEqual(['requested', 'refused']);
  });
});

it('a serial number stands for one business, to the letter of its content', () => {
  const asked = { businessType: '01101', content: '{"n":1.50}' };
  expect(() => requireSameBusiness(asked, { ...asked })).not.toThrow();
  for (const other of [{ content: '{"n":1.5}' }, { content: undefined }, { businessType: '01102' }]) {
    expect(() => requireSameBusiness(asked, { ...asked, ...other })).toThrow('-2');
  }
});

it('silence decides nothing, every other refusal does', () => {
  const silent = Object.values(returnCodes).filter(({ code }) => !decides(code)).map(({ name }) => name);
  expect(silent.toSorted()).toEqual(['nationalRequestFailed', 'rateLimited', 'timeout', 'unknownError']);
});
