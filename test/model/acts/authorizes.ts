import fc from 'fast-check';
import { oneIn, verb } from '../act.js';
import { no, noForGood, must } from '../reference/refused.js';
import { provincesOf } from '../reference/words.js';
import { atNational, calls, channelAt, channelPick, identified, identityPick, named, WRONG } from './drawn.js';

const picks = fc.record({ who: identityPick, ...channelPick, wrong: oneIn(4) });

/** 6.1.4.3, INT-41: the person lets a channel use the credential, and confirms with the password. */
export const authorizes = verb(picks, ({ nation }, { who, wrong, ...drawn }) => {
  const keys = channelAt(nation, drawn);
  const { person, identity } = identified(nation, who);
  const password = wrong ? WRONG : (person.credential?.password ?? WRONG);
  return {
    says: `${named(identity)} authorizes ${calls(keys)} with ${wrong ? 'a wrong' : 'the'} password`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      const { credential } = nation.requirePerson(identity);
      must(credential.state === 'activated', 'credentialNotFound');
      if (credential.passwordTries.isLocked(nation.now())) throw no('passwordWrong');
      if (!credential.passwordTries.judge(password === credential.password, nation.now())) throw noForGood('passwordWrong');
      const last = credential.agreements.get(keys.channel);
      if (last?.state === 'granted') {
        if (keys.channel.kind === 'official') return { tells: { authorizationCode: last.code, state: 'granted' } };
        throw noForGood('authorizationExists');
      }
      const agreement = nation.grant(keys.channel, credential, provincesOf(credential.person.places));
      return {
        tells: { state: 'granted' },
        learns: ({ authorizationCode }: { authorizationCode: string }) => { agreement.code = authorizationCode; },
      };
    },
    performs: (how) => keys.hand.isAuthorizedBy({ ...identity, password }, how),
    repeat: atNational(nation, keys),
  };
});
