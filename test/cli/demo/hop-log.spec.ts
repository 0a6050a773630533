import { describe, expect, it } from '@jest/globals';
import { placed, type SeenHop } from '../../../src/cli/demo/hop-log.js';

const hop = (from: string, to: string, began: number, ended: number, transType = 'ec.query'): SeenHop => (
  { zone: 'core', from, to, transType, clause: '', code: 0, text: '', ms: ended - began, began, ended }
);

describe('transactions in their order', () => {
  it('stand as they began, each below the one on whose behalf it was made', () => {
    const settle = hop('hospital', 'province:44', 0, 100);
    const exchange = hop('province:44', 'national', 5, 90);
    const remote = hop('national', 'province:35', 10, 80);
    const insurance = hop('province:35', 'insurance-system:35', 20, 70);
    const next = hop('hospital', 'province:44', 110, 120);
    // observers tell of the innermost first
    const told = placed([insurance, remote, exchange, settle, next]);
    expect(told.map((each) => each.hop)).toEqual([settle, exchange, remote, insurance, next]);
    expect(told.map((each) => each.depth)).toEqual([0, 1, 2, 3, 0]);
  });

  it('that the outbox delivers stand on their own, also when they fell into another one', () => {
    const activate = hop('channel', 'national', 0, 100, 'ec.activate');
    const sync = hop('national', 'province:35', 50, 60, 'ec.sync.activation');
    expect(placed([sync, activate]).map((each) => each.depth)).toEqual([0, 0]);
  });
});
