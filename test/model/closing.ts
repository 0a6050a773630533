import type { Planned } from './act.js';
import { checksToken } from './acts/checks-token.js';
import { scans } from './acts/scans.js';
import { showsCode } from './acts/shows-code.js';
import type { Nation } from './reference/nation.js';

const AT_MOST = 3;

/** The number by which a verb means this one of a list. */
const numberOf = <T>(list: readonly T[], one: T): number => list.length - 1 - list.indexOf(one);

/** Nobody gets anything for what is over: the last codes, tokens and authorizations of a story that are, are tried once more. */
export function closing(nation: Nation): Planned[] {
  const { agreements, codes, tokens, provinces } = nation;
  const over = agreements.filter(({ state, credential }) => state !== 'granted' || credential.state !== 'activated').slice(-AT_MOST);
  const shows = over.map((agreement): Planned => {
    const knowing = provinces.find((province) => province.stateOf(agreement) !== undefined) ?? provinces[0];
    const wish = { choosing: 0, unsaid: false, anywhere: false, refreshing: null, password: 'none' as const, business: null };
    const picks = { agreement: numberOf(agreements, agreement), former: null, stolen: false, province: numberOf(provinces, knowing), ...wish };
    return { verb: 'showsCode', act: (scene) => showsCode.act(scene, picks) };
  });
  const scanned = codes.filter(({ state }) => state !== 'live').slice(-AT_MOST).map((code, index): Planned => {
    const picks = { institution: index, code: numberOf(codes, code), business: { business: 1, unfit: false } };
    return { verb: 'scans', act: (scene) => scans.act(scene, picks) };
  });
  const checked = tokens.filter(({ state }) => state !== 'valid').slice(-AT_MOST).map((token): Planned => {
    const picks = { token: numberOf(tokens, token), elsewhere: null, another: false, who: { person: 0, alias: null } };
    return { verb: 'checksToken', act: (scene) => checksToken.act(scene, picks) };
  });
  return [...shows, ...scanned, ...checked];
}
