import { expect, it } from '@jest/globals';
import { requireReturnAddress, returnAddress } from '../../../src/modules/pages/return-address.rules.js';

const [one, two] = ['https://one.example/', 'https://two.example/'];

it('takes a registered address, and the only one where none is said', () => {
  expect(requireReturnAddress([one], undefined)).toBe(one);
  expect(requireReturnAddress([one, two], two)).toBe(two);
});

it.each([
  [[], one, 'registered no return address'], [[], undefined, 'registered no return address'], [[one, two], undefined, 'is mandatory'],
  [[one], two, 'none of the registered'], [[one], 'https://one.example/next', 'none of the registered'], [[one], 'https://one.example', 'none of the registered'],
])('of %j refuses %s', (registered, wanted, because) => {
  expect(() => requireReturnAddress(registered, wanted)).toThrow(expect.objectContaining({ faults: [{ field: 'data.returnUrl', reason: expect.stringContaining(because) }] }));
});

it('adds what the page tells to the members of the address, and nothing where there is nothing to tell', () => {
  expect(returnAddress('https://one.example/?from=ec', { code: 'new', state: 'a b&c' })).toBe('https://one.example/?from=ec&code=new&state=a+b%26c');
  expect(returnAddress(one, { returnCode: '500022' })).toBe('https://one.example/?returnCode=500022');
});
