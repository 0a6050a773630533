import { describe, expect, it } from '@jest/globals';
import { parseReturnAddress } from '../../../src/modules/channel-admin/return-address.rules.js';

describe('INT-131: an address that a dedicated page may send persons back to', () => {
  it.each([
    'https://channel.example/return', 'https://channel.example/return?from=ec', 'https://channel.example:8443/', 'http://127.0.0.1:8080/return', 'http://localhost/return',
  ])('may be %s', (address) => {
    expect(parseReturnAddress(address)).toBe(address);
  });

  it.each([
    ['http://channel.example/return', 'https'], ['examplepay://return', 'https'], ['javascript:alert(1)', 'https'], ['/return', 'address such as'],
    ['https://channel.example/return#here', 'fragment'], ['https://channel.example/return#', 'fragment'], ['https://me:secret@channel.example/', 'user'],
    ['https://CHANNEL.example/return', 'written as https://channel.example/return'], ['https://channel.example', 'written as https://channel.example/'],
    ['https://channel.example/../return', 'written as'], [' https://channel.example/', 'written as'], [`https://channel.example/${'a'.repeat(500)}`, 'at most 512'],
    ['http://127.0.0.1.evil.example/', 'https'], ['https://channel.example/?code=1', 'no member code'], ['https://channel.example/?state=', 'no member state'],
  ])('is not %s: %s', (address, because) => {
    expect(() => parseReturnAddress(address)).toThrow(because);
  });
});
