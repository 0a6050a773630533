import fc from 'fast-check';
import { any, chosen, oneIn, picked, verb } from '../act.js';
import { must } from '../reference/refused.js';
import { provincesOf, sameIdentity } from '../reference/words.js';
import { identified, identityPick, named } from './drawn.js';

const picks = fc.record({ who: identityPick, to: any, by: any, unfit: oneIn(6) });

/** 4.4: name or document of a person have changed; the credential made for the former ones is over everywhere. */
export const changesIdentity = verb(picks, ({ nation, stage }, { who, to, by, unfit }) => {
  const { person, identity } = identified(nation, who);
  const next = chosen(unfit ? person.aliases : person.aliases.filter((alias) => alias !== person.identity), to);
  const concerned = nation.provinces.filter(({ code }) => unfit || provincesOf(person.places).includes(code));
  const province = by % 2 === 0 ? undefined : picked(concerned, by);
  return {
    says: `${province?.name ?? 'the management centre'} enters that ${named(identity)} is ${named(next)} now`,
    foresees() {
      const { credential: former, places } = nation.requirePerson(identity);
      must(province === undefined || provincesOf(places).includes(province.code), 'forbidden');
      must(!sameIdentity(identity, next), 'badRequest');
      const wasActivated = former.state === 'activated';
      for (const agreement of former.agreements.values()) if (agreement.state !== 'revoked') nation.change(agreement, 'revoked');
      Object.assign(former, { state: 'superseded', password: undefined, word: nation.nextWord() });
      nation.desk.end(former);
      if (wasActivated) nation.tellState(former);
      nation.register(person, next);
      return {};
    },
    performs: () => (province === undefined ? stage.centre.changesPerson(identity, next) : province.hand.reportsChange(identity, next)),
  };
});
