import fc from 'fast-check';
import { verb } from '../act.js';
import { must } from '../reference/refused.js';
import { atNational, calls, channelAt, channelPick, identified, identityPick, named } from './drawn.js';

/** 6.1.4.3 c: a channel looks whether what a person gave it still holds. */
export const asksForAuthorization = verb(fc.record({ who: identityPick, ...channelPick }), ({ nation }, { who, ...drawn }) => {
  const keys = channelAt(nation, drawn);
  const { identity } = identified(nation, who);
  return {
    says: `${calls(keys)} asks whether ${named(identity)} has authorized it`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      const last = nation.requirePerson(identity).credential.agreements.get(keys.channel);
      must(last !== undefined, 'authorizationNotFound');
      return { tells: { state: last.state } };
    },
    performs: (how) => keys.hand.asksForAuthorization(identity, how),
    repeat: atNational(nation, keys, 'asked anew'),
  };
});
