import { beforeEach, describe, expect, it } from '@jest/globals';
import { Contacts, outsideFailure } from '../../../src/kernel/link/contacts.js';
import { refuse } from '../../../src/protocol/refusal.js';

const clock = { at: 0, now() { return this.at; } };
let contacts: Contacts;
beforeEach(() => {
  clock.at = 1_000;
  contacts = new Contacts(clock);
  contacts.expect('gateway', 'outside');
});

const answers = () => contacts.watch('gateway', () => Promise.resolve('yes'), outsideFailure);
const fails = (error: Error = refuse('timeout')) => (
  contacts.watch('gateway', () => Promise.reject(error), outsideFailure).catch((caught: unknown) => caught)
);

describe('what is remembered of another machine', () => {
  it('is nothing before the first call, but that it is expected', () => {
    expect(contacts.all()).toEqual([expect.objectContaining({
      name: 'gateway', kind: 'outside', calls: 0, failures: 0, lastSuccessAt: undefined, failure: undefined,
    })]);
  });

  it('is the last success with its round trip, the last failure and since when it fails', async () => {
    expect(await answers()).toBe('yes');
    expect(contacts.find('gateway')).toMatchObject({ calls: 1, failuresInRow: 0, lastSuccessAt: 1_000, roundTripMs: expect.any(Number) });
    clock.at = 2_000;
    const error = await fails();
    expect(error).toMatchObject({ name: 'Refusal' });
    clock.at = 3_000;
    await fails();
    expect(contacts.find('gateway')).toMatchObject({
      calls: 3, failures: 2, failuresInRow: 2, failingSince: 2_000, lastSuccessAt: 1_000, lastFailureAt: 3_000, failure: '-3 服务端请求超时',
    });
    clock.at = 4_000;
    await answers();
    expect(contacts.find('gateway')).toMatchObject({
      failures: 2, failuresInRow: 0, failingSince: undefined, lastSuccessAt: 4_000, lastFailureAt: 3_000, failure: undefined,
    });
  });

  it('counts a refusal of the machine itself as an answer, and names other errors without what they say', async () => {
    await fails(refuse('badRequest', { origin: 'gateway' }));
    expect(contacts.find('gateway')).toMatchObject({ calls: 1, failures: 0 });
    await fails(new TypeError('350203199001011239 of https://gateway.internal'));
    expect(contacts.find('gateway')).toMatchObject({ failures: 1, failure: 'TypeError' });
  });

  it('is nothing of a machine that nobody expected', async () => {
    await contacts.watch('somebody', () => Promise.resolve(), outsideFailure);
    expect(contacts.find('somebody')).toBeUndefined();
  });
});
