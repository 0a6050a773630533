import { describe, expect, it } from '@jest/globals';
import { AddressList } from '../../../src/kernel/dispatch/address-list.js';

describe('an address list', () => {
  it.each([
    [['10.1.0.0/16'], '10.1.255.255', true],
    [['10.1.0.0/16'], '10.2.0.0', false],
    [['10.1.0.0/16'], '::ffff:10.1.2.3', true],
    [['127.0.0.1'], '127.0.0.1', true],
    [['127.0.0.1'], '127.0.0.2', false],
    [['2001:db8::/32'], '2001:db8:1::1', true],
    [['2001:db8::/32'], '2001:db9::1', false],
    [['0.0.0.0/0'], '203.0.113.9', true],
    [['0.0.0.0/0'], '2001:db8::1', false],
    [[], '127.0.0.1', false],
    [['10.1.0.0/16'], 'not an address', false],
  ])('%j has %s: %s', (entries, address, expected) => {
    expect(new AddressList(entries).has(address)).toBe(expected);
  });

  it.each(['10.1.0.0/33', '10.1.0.0/', '10.1.0/16', '10.1.0.0/1.5', '10.1.0.0/16/2', '2001:db8::/129', 'localhost', ''])('refuses %j', (entry) => {
    expect(() => new AddressList([entry])).toThrow(RangeError);
  });
});
