import fc from 'fast-check';
import { any, chosen, nowAndThen, verb } from '../act.js';
import type { Channel } from '../reference/channels.js';
import type { Agreement, AgreementState } from '../reference/credential.js';
import type { Nation } from '../reference/nation.js';
import type { Province, Word } from '../reference/province.js';
import { must } from '../reference/refused.js';
import { agreementIn, agreementPick, businessTypes, calls, named, SETTLEMENT } from './drawn.js';
import { judgePassword, showIdOf, showing, toChoose, wished, wishPick, wishSays } from './shown.js';

/** Who stands behind a code, as the province knows it or has just been told. */
interface Known {
  readonly word: Word;
  readonly state: AgreementState;
  readonly fetched: boolean;
}

/** 6.2.2.2 b: known here, or fetched from national, which remembers who asked. */
function known(nation: Nation, province: Province, agreement: Agreement, channel: Channel): Known {
  const here = knownHere(province, agreement);
  if (here !== undefined) return here;
  must(agreement.channel === channel, 'authorizationCodeInvalid');
  must(agreement.state !== 'revoked', 'channelNotAuthorizedByPerson');
  agreement.credential.holders.add(province.code);
  const word = nation.wordOf(agreement.credential);
  return { word: { ...word, places: province.ownWordOver(word.credential, word.places) }, state: agreement.state, fetched: true };
}

function knownHere(province: Province, agreement: Agreement): Known | undefined {
  const [state, word] = [province.stateOf(agreement), province.find(agreement.credential)];
  return state && word && { word, state, fetched: false };
}

/** 4.6, 4.2, 4.5: a channel of another party needs the person's authorization, the credential is activated; and no channel goes on with a code that is over. */
function requireUsable({ word, state }: Known, { kind }: Channel): void {
  must(state === 'granted' || kind === 'official', 'channelNotAuthorizedByPerson');
  must(word.state === 'activated', 'credentialNotFound');
  must(state !== 'revoked', 'channelNotAuthorizedByPerson');
}

const picks = fc.record({ ...agreementPick, ...wishPick, province: any, business: nowAndThen(any, 3) });

/** 6.2: a person has a code shown at the place of business. */
export const showsCode = verb(picks, ({ nation }, { province: at, business, ...drawn }) => {
  const found = agreementIn(nation, drawn);
  if (found === undefined) return undefined;
  const { agreement, keys } = found;
  const { credential, channel } = agreement;
  const province = chosen(nation.provinces, at);
  const businessType = business === null ? undefined : chosen(businessTypes, business);
  const { wish, password } = wished(nation, province.desk, agreement, drawn);
  const purpose = businessType === undefined ? '' : ` for ${businessType}`;
  return {
    says: `${named(credential.identity)} shows a code in ${province.name} through ${calls(keys)}${purpose}${wishSays(wish, password)}`,
    foresees() {
      province.channels.admit(keys, nation.now());
      const who = known(nation, province, agreement, keys.channel);
      must(channel === keys.channel, 'authorizationCodeInvalid');
      requireUsable(who, channel);
      const place = province.desk.choose(agreement, who.word.places, wish, nation.now());
      const provenBefore = wish.refreshing?.passwordAt;
      const asked = place !== undefined && provenBefore === undefined;
      if (asked && password !== undefined) judgePassword(credential, password, nation.now());
      if (asked && password === undefined) must(businessType !== SETTLEMENT, 'badRequest');
      if (who.fetched) {
        province.hearsOfCredential(nation.wordOf(credential));
        province.hearsOfAgreement(agreement, agreement.state, agreement.word);
        requireUsable(knownHere(province, agreement) ?? who, channel);
      }
      if (place === undefined) return toChoose(who.word.places);
      const passwordAt = provenBefore ?? (password === undefined ? undefined : nation.now());
      return showing(province.desk, province.desk.issue(agreement, place, wish, passwordAt, nation.now()));
    },
    performs: (how) => keys.hand.asksForCode(
      province.hand, { authorizationCode: agreement.code, poolingArea: wish.choosing, showId: showIdOf(wish.refreshing), businessType, password }, how,
    ),
    // Whether national has judged the password before is not this province's to remember.
    ...(password === undefined && { repeat: { success: 'kept' as const, admits: () => province.channels.admit(keys, nation.now()) } }),
  };
});
