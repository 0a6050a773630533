import fc from 'fast-check';
import { verb } from '../act.js';
import { must } from '../reference/refused.js';
import { agreementIn, agreementPick, atNational, calls, named } from './drawn.js';
import { expectSame } from '../same.js';

/** 4.7: in the official channel the person sees which channels of other parties may use the credential. */
export const listsAuthorizations = verb(fc.record(agreementPick), ({ nation }, drawn) => {
  const found = agreementIn(nation, drawn);
  if (found === undefined) return undefined;
  const { agreement, keys } = found;
  return {
    says: `${named(agreement.credential.identity)} looks at the authorizations through ${calls(keys)}`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      must(keys.channel.kind === 'official', 'forbidden');
      const { agreements } = nation.requireHolder(agreement, keys.channel);
      const standing = [...agreements].filter(([{ kind }]) => kind === 'third-party').map(([{ channelNumber }, { state }]) => `${channelNumber} ${state}`);
      return {
        learns({ authorizations }: { authorizations: readonly { channelNumber: string; state: string }[] }) {
          expectSame(authorizations.map(({ channelNumber, state }) => `${channelNumber} ${state}`).toSorted(), standing.toSorted());
        },
      };
    },
    performs: (how) => keys.hand.listsAuthorizations(agreement.code, how),
    repeat: atNational(nation, keys, 'asked anew'),
  };
});
