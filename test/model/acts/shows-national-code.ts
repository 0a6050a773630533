import fc from 'fast-check';
import { verb } from '../act.js';
import { must, noForGood } from '../reference/refused.js';
import { agreementIn, agreementPick, atNational, calls, named } from './drawn.js';
import { showIdOf, showing, toChoose, wished, wishPick, wishSays } from './shown.js';

/** 5.2.2, INT-12: the bureau's own channel has a code shown where no province is given. */
export const showsNationalCode = verb(fc.record({ ...agreementPick, ...wishPick }), ({ nation }, drawn) => {
  const found = agreementIn(nation, drawn, nation.agreements.filter(({ channel }) => channel.kind === 'official'));
  if (found === undefined) return undefined;
  const { agreement, keys } = found;
  const { credential } = agreement;
  const { wish, password } = wished(nation, nation.desk, agreement, drawn);
  return {
    says: `${named(credential.identity)} shows a national code through ${calls(keys)}${wishSays(wish, password)}`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      must(keys.channel.kind === 'official', 'forbidden');
      nation.requireHolder(agreement, keys.channel);
      const { places } = credential.person;
      const place = nation.desk.choose(agreement, places, wish, nation.now());
      if (password !== undefined && !credential.passwordTries.judge(password === credential.password, nation.now())) throw noForGood('passwordWrong');
      if (place === undefined) return toChoose(places);
      const passwordAt = password === undefined ? wish.refreshing?.passwordAt : nation.now();
      return showing(nation.desk, nation.desk.issue(agreement, place, wish, passwordAt, nation.now()));
    },
    performs: (how) => keys.hand.asksNationalForCode(
      { authorizationCode: agreement.code, poolingArea: wish.choosing, showId: showIdOf(wish.refreshing), password }, how,
    ),
    repeat: atNational(nation, keys),
  };
});
