import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AddressList } from '../../src/kernel/dispatch/address-list.js';
import { networksHolding, parseNetwork } from '../../src/protocol/networks.js';

const network = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 8, max: 32 })), fc.tuple(fc.ipV6().filter((text) => !text.includes('.')), fc.integer({ min: 32, max: 128 })),
).map(([address, bits]) => `${address}/${bits}`);

describe('networks (INT-139)', () => {
  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'], ['10.1.255.3/20', '10.1.240.0/20'], ['192.168.1.7', '192.168.1.7/32'], ['::1', '0:0:0:0:0:0:0:1/128'],
    ['2001:DB8:FFFF::1/36', '2001:db8:f000:0:0:0:0:0/36'], ['fe80::1:2/64', 'fe80:0:0:0:0:0:0:0/64'],
  ])('%s is written %s, in one way only', (text, written) => {
    expect(parseNetwork(text)).toBe(written);
    expect(parseNetwork(written)).toBe(written);
  });

  it.each(['', '10.1.2', '10.1.2.256', '10.1.2.03', '10.1.2.3/', '10.1.2.3/7', '10.1.2.3/33', '10.1.2.3/8/8', '10.1.2.3/+8', '::/0', '1::2::3', '1:2:3', 'g::1', '::1/129', '12345::', 'localhost', ' 10.1.2.3', '::ffff:10.1.2.3'])('%j is none', (text) => {
    expect(() => parseNetwork(text)).toThrow('such as 10.1.0.0/16');
  });

  it('an address lies in a network exactly where Node says so, also IPv4 written as IPv6', () => {
    fc.assert(fc.property(network, fc.oneof(fc.ipV4(), fc.ipV6().filter((text) => !text.includes('.')), network.map((text) => text.split('/')[0] ?? '')), (text, address) => {
      // An IPv6 network holds no IPv4 address here, whatever Node makes of it.
      fc.pre(text.includes(':') === address.includes(':'));
      expect(networksHolding(address).includes(parseNetwork(text))).toBe(new AddressList([text]).has(address));
    }), { numRuns: 2_000 });
    fc.assert(fc.property(network, (text) => networksHolding(text.split('/')[0] ?? '').includes(parseNetwork(text))));
    expect(networksHolding('::ffff:10.1.2.3')).toEqual(networksHolding('10.1.2.3'));
    expect(networksHolding('nowhere')).toEqual([]);
  });

  it('the narrowest comes first', () => {
    expect(networksHolding('10.1.2.3')).toHaveLength(25);
    expect(networksHolding('10.1.2.3').slice(0, 2)).toEqual(['10.1.2.3/32', '10.1.2.2/31']);
    expect(networksHolding('10.1.2.3').at(-1)).toBe('10.0.0.0/8');
    expect(networksHolding('::1')).toHaveLength(97);
  });
});
