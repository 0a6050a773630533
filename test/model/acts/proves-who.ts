import fc from 'fast-check';
import { simulatedFace } from '../../../src/sandbox/verifiers/simulated-face.js';
import { any, chosen, oneIn, verb } from '../act.js';
import type { Handling } from '../reference/business.js';
import { no } from '../reference/refused.js';
import { HANDLING_LIVES } from '../reference/words.js';
import { areas, calls, channelAt, channelPick, identified, identityPick, named } from './drawn.js';

const picks = fc.record({ who: identityPick, ...channelPick, area: any, face: oneIn(8).map((wrong) => !wrong) });

/** 6.1.3.3 a: real name, then real person; a handling is open. */
export const provesWho = verb(picks, ({ nation }, { who, area, face, ...drawn }) => {
  const keys = channelAt(nation, drawn);
  const { identity } = identified(nation, who);
  const businessPlace = chosen(areas, area);
  return {
    says: `${named(identity)} proves who it is through ${calls(keys)}, to act in ${businessPlace}${face ? '' : ', with a face of somebody else'}`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      const { credential } = nation.requirePerson(identity);
      nation.tally.count('national', 'handling');
      if (!credential.faceTries.judge(face, nation.now())) throw no('forbidden');
      const handling: Handling = {
        no: nation.handlings.length + 1, credential, channelName: keys.channel.name, businessPlace, expiresAt: nation.now() + HANDLING_LIVES, isFinished: false,
        handlingSerialNo: '', realPersonSerialNo: '',
      };
      nation.handlings.push(handling);
      return { learns: (answer: Pick<Handling, 'handlingSerialNo' | 'realPersonSerialNo'>) => { Object.assign(handling, answer); } };
    },
    async performs({ travel }) {
      const { handlingSerialNo } = await keys.hand.verifiesRealName({ ...identity, businessPlace }, { travel });
      const biometricSample = simulatedFace(face ? identity.idNo : 'nobody');
      const { realPersonSerialNo } = await keys.hand.verifiesRealPerson({ handlingSerialNo, biometricSample }, { travel });
      return { handlingSerialNo, realPersonSerialNo };
    },
  };
});
