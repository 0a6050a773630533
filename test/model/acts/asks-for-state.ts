import fc from 'fast-check';
import { verb } from '../act.js';
import { atNational, calls, channelAt, channelPick, identified, identityPick, named } from './drawn.js';

/** 6.1.2.3 b: what stands between a person and the use of the credential in a channel. */
export const asksForState = verb(fc.record({ who: identityPick, ...channelPick }), ({ nation }, { who, ...drawn }) => {
  const keys = channelAt(nation, drawn);
  const { identity } = identified(nation, who);
  return {
    says: `${calls(keys)} asks for the state of ${named(identity)}`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      const { credential } = nation.requirePerson(identity);
      const authorizationState = credential.agreements.get(keys.channel)?.state;
      const authorized = credential.state === 'activated' && (keys.channel.kind === 'official' || authorizationState === 'granted');
      const next = credential.state === 'activated' ? (authorized ? 'use' : 'authorize') : 'activate';
      return { tells: { credentialState: credential.state, authorized, next, authorizationState } };
    },
    performs: (how) => keys.hand.asksForState(identity, how),
    repeat: atNational(nation, keys, 'asked anew'),
  };
});
