import { describe, expect, it } from '@jest/globals';
import { toldOn } from '../../../src/modules/cross-province-exchange/province/told-on.js';
import { refuse } from '../../../src/protocol/refusal.js';

const FIELDS = ['data.password', 'data.smsCode'];
const relayed = (diagnosis?: string) => refuse('passwordWrong', { diagnosis, origin: 'national' });

describe('what national says of a field of the caller\'s own request', () => {
  it('becomes a fault of that field, which is told in production too; code and origin stay', () => {
    expect(toldOn(relayed('data.password: is not accepted; 4 tries left'), FIELDS)).toMatchObject({
      returnCode: { code: 500004 }, origin: 'national', diagnosis: undefined, faults: [{ field: 'data.password', reason: 'is not accepted; 4 tries left' }],
    });
  });

  const others = [undefined, 'the credential is superseded', 'data.credentialNumber: is none', 'not data.password: either'];
  it.each(others)('anything else stays for operators: %j', (diagnosis) => {
    const refusal = relayed(diagnosis);
    expect(toldOn(refusal, FIELDS)).toBe(refusal);
  });
});
