import fc from 'fast-check';
import { any, chosen, oneIn, verb } from '../act.js';
import { must, no, noForGood } from '../reference/refused.js';
import { agreementIn, agreementPick, atNational, calls, named, passwords, WEAK, WRONG } from './drawn.js';

const picks = fc.record({ ...agreementPick, wrong: oneIn(3), next: any, weak: oneIn(10) });

/** 密码管理 (5.2.2): the person says the old password and sets another one. */
export const changesPassword = verb(picks, ({ nation }, { wrong, next, weak, ...drawn }) => {
  const found = agreementIn(nation, drawn);
  if (found === undefined) return undefined;
  const { agreement, keys } = found;
  const oldPassword = wrong ? WRONG : (agreement.credential.password ?? WRONG);
  const newPassword = weak ? WEAK : chosen(passwords, next);
  return {
    says: `${named(agreement.credential.identity)} changes the password through ${calls(keys)} from ${oldPassword} to ${newPassword}`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      const credential = nation.requireHolder(agreement, keys.channel);
      must(newPassword !== WEAK && newPassword !== oldPassword, 'badRequest');
      if (credential.passwordTries.isLocked(nation.now())) throw no('passwordWrong');
      if (!credential.passwordTries.judge(oldPassword === credential.password, nation.now())) throw noForGood('passwordWrong');
      credential.password = newPassword;
      return { tells: { changedAt: nation.now() } };
    },
    performs: (how) => keys.hand.changesPassword({ authorizationCode: agreement.code, oldPassword, newPassword }, how),
    repeat: atNational(nation, keys),
  };
});
