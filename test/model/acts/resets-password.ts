import fc from 'fast-check';
import { verb } from '../act.js';
import { must } from '../reference/refused.js';
import { handlingIn, handlingPick, requireOpen } from './activates.js';
import { atNational, calls, named, WEAK } from './drawn.js';

/** 密码管理 (5.2.2): who has forgotten the password proves real name and real person and sets another one; a lock is lifted. */
export const resetsPassword = verb(fc.record(handlingPick), ({ nation }, drawn) => {
  const found = handlingIn(nation, drawn);
  if (found === undefined) return undefined;
  const { handling, keys, password: newPassword } = found;
  const { credential, handlingSerialNo, realPersonSerialNo } = handling;
  return {
    says: `${named(credential.identity)} resets the password through ${calls(keys)} with handling ${handling.no} to ${newPassword}`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      requireOpen(handling, keys, nation.now());
      must(credential.state !== 'registered', 'passwordNotSet');
      must(credential.state !== 'superseded', 'credentialNotFound');
      must(newPassword !== WEAK, 'badRequest');
      handling.isFinished = true;
      credential.password = newPassword;
      credential.passwordTries.forgive();
      return { tells: { changedAt: nation.now() } };
    },
    performs: (how) => keys.hand.resetsPassword({ handlingSerialNo, realPersonSerialNo, newPassword }, how),
    repeat: atNational(nation, keys),
  };
});
