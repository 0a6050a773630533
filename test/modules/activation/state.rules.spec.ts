import { describe, expect, it } from '@jest/globals';
import { nextFlow } from '../../../src/modules/activation/state.rules.js';
import { channelKinds } from '../../../src/protocol/transactions/application-record.js';
import { authorizationStates } from '../../../src/protocol/transactions/authorization-record.js';
import { credentialStates } from '../../../src/protocol/transactions/credential-record.js';

describe('6.1.2.3 b, every case', () => {
  const authorizations = [undefined, ...authorizationStates];
  const cases = credentialStates.flatMap((credential) => channelKinds.flatMap((channel) => authorizations.map((authorization) => ({ credential, channel, authorization }))));

  it.each(cases)('$credential, $channel, $authorization', ({ credential, channel, authorization }) => {
    const next = nextFlow(credential, channel, authorization);
    if (credential !== 'activated') expect(next).toBe('activate');
    else if (channel === 'official') expect(next).toBe('use');
    else expect(next).toBe(authorization === 'granted' ? 'use' : 'authorize');
  });
});
