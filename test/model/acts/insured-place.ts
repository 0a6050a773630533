import type { Nation } from '../reference/nation.js';
import type { Institution, Province, Word } from '../reference/province.js';
import { must } from '../reference/refused.js';
import type { Token } from '../reference/tokens.js';
import { provinceOf, provincesOf, sameIdentity } from '../reference/words.js';

/** The province a token's person is insured in. */
export const insuredAt = (nation: Nation, { place }: Token): Province => nation.province(provinceOf(place.poolingArea));

export const isAtHome = ({ province }: Institution, token: Token): boolean => provinceOf(token.place.poolingArea) === province.code;

/** 6.3.2.2 c: the data that came with a business are those of the insured place. */
export function agrees({ identity, place }: Token, known: Word): boolean {
  const there = known.places.find(({ poolingArea }) => poolingArea === place.poolingArea);
  return sameIdentity(identity, known.identity) && there?.insuranceType === place.insuranceType;
}

/** At home: a token that is older than a change of the person's data is void. Gives what is right now; undefined where the token is right, or nobody is known. */
export function outdating(nation: Nation, token: Token): Word | undefined {
  const known = insuredAt(nation, token).find(token.credential);
  return known === undefined || agrees(token, known) ? undefined : known;
}

/** Away from home: who knows no such active credential refuses (`500001`); else what is right now where it differs. */
export function differing(nation: Nation, token: Token): Word | undefined {
  const known = insuredAt(nation, token).find(token.credential);
  must(known?.state === 'activated', 'credentialNotFound');
  return agrees(token, known) ? undefined : known;
}

/** 6.3.2.2 d, INT-71: the insured place tells the other insured places, each once, through national. */
export function tellOthers(nation: Nation, token: Token): void {
  const [province, { credential }] = [insuredAt(nation, token), token];
  if (provincesOf(province.find(credential)?.places ?? []).every((code) => code === province.code)) return;
  nation.mail.post(province.code, () => {
    for (const code of provincesOf(credential.person.places)) {
      if (code !== province.code) nation.mail.post('national', () => nation.tally.count(code, 'completion_notice'));
    }
  });
}
