import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { DesignatedInstitution } from './stage/designated-institution.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { codeSentTo, decides, freshCard, withNumber } from './stage/presenting.js';
import type { How } from './stage/speaker.js';

/** 结算, table C.1; asks for the password at display here. 挂号 does not. */
const [SETTLEMENT, REGISTRATION] = ['01301', '01101'];

const passwordPolicy = { passwordPolicy: { default: 'none', byBusinessType: { [SETTLEMENT]: 'display' } } };

let cast: Cast;
let citizen: Citizen;
let mobile: string;
const card = freshCard();

beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true, provinceOverrides: passwordPolicy });
  ({ citizen, mobile } = await withNumber(cast, { insuredIn: [xiamen] }));
  await citizen.bindsCard(card);
});
afterAll(() => cast.stage.close());

type Ask = (institution: DesignatedInstitution, saying: object, how?: How) => Promise<unknown>;
const inTheClear: How = { travel: { signType: 'SM2', encType: 'plain' } };
const guess = () => ({ mobile, smsCode: '123456' });
const ANY_AUTH_NO = `ano${'1'.repeat(19)}350203`;

/** Every request by which an institution says what it was presented; those that end in a token stand with what they need. */
const requests: readonly { presentation: string; transType: string; ask: Ask; endsInToken: boolean }[] = [
  { presentation: 'document', transType: 'ec.query.document', endsInToken: true, ask: (by, saying, how) => by.readsDocument(citizen, saying, how) },
  { presentation: 'bankCard', transType: 'ec.query.card', endsInToken: true, ask: (by, saying, how) => by.readsCard(card, saying, how) },
  { presentation: 'mobile', transType: 'ec.query.mobile.send', endsInToken: false, ask: (by, saying, how) => by.hasCodeSentTo(mobile, saying, how) },
  { presentation: 'mobile', transType: 'ec.query.mobile', endsInToken: true, ask: (by, saying, how) => by.takesCode(guess(), saying, how) },
  { presentation: 'face', transType: 'cn.nhsa.ec.auth', endsInToken: false, ask: (by, saying, how) => by.recognisesFace(citizen.face, saying, how) },
  { presentation: 'face', transType: 'cn.nhsa.auth.check', endsInToken: true, ask: (by, saying, how) => by.learnsWho({ authNo: ANY_AUTH_NO }, saying, how) },
];

describe('INT-60 each presentation is admitted by the province or not', () => {
  beforeAll(() => decides(cast.stage, cast.stage.fujian, {}));

  it.each(requests)('unless it decides so, $transType is refused without trace, and nobody is asked', async ({ ask }) => {
    const { stage, xiamenHospital } = cast;
    const refused = () => ask(xiamenHospital, { businessType: REGISTRATION });
    await expectRefusedWithoutTrace(stage, refused, 'forbidden', { naming: 'transType', because: 'does not admit' });
    const heard = await stage.heard(() => refused().catch(() => undefined));
    expect(heard.filter((line) => line.includes('national'))).toEqual([]);
  });

  it.each(requests)('where it admits $presentation alone: $transType is heard, the others are not', async ({ presentation, ask }) => {
    const { stage, xiamenHospital } = cast;
    await decides(stage, stage.fujian, { [presentation]: true });
    const outcome = await ask(xiamenHospital, { businessType: REGISTRATION }).catch((error: unknown) => String(error));
    expect(String(outcome)).not.toContain('does not admit');
    for (const other of requests.filter((each) => each.presentation !== presentation)) {
      await expectRefusal(other.ask(xiamenHospital, { businessType: REGISTRATION }), 'forbidden', { because: 'does not admit' });
    }
    stage.clock.passes({ minutes: 1 });
  });

  it('decides for its own institutions only', async () => {
    await expect(cast.guangzhouHospital.readsDocument(citizen, { businessType: REGISTRATION })).resolves.toHaveProperty('ecToken');
  });
});

describe('INT-63 a business for which the password is asked for at display', () => {
  beforeAll(() => decides(cast.stage, cast.stage.fujian, { document: true, bankCard: true, mobile: true, face: true }, passwordPolicy));
  const withToken = requests.filter((each) => each.endsInToken);

  it.each(withToken)('$transType: without it nothing is looked up', async ({ ask }) => {
    const { stage, xiamenHospital } = cast;
    const asked = { naming: 'data.password', because: 'asks for it at display' };
    await expectRefusedWithoutTrace(stage, () => ask(xiamenHospital, { businessType: SETTLEMENT }), 'badRequest', asked);
  });

  it('travels encrypted only, also where the data may travel in the clear', async () => {
    const { stage, xiamenHospital } = cast;
    const act = () => xiamenHospital.learnsWho({ authNo: ANY_AUTH_NO }, { password: citizen.password }, inTheClear);
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.password', because: 'encrypted' });
  });

  it('is verified by national; a wrong one gives no token, and the right one does', async () => {
    const { stage, xiamenHospital } = cast;
    const tokens = await stage.fujian.tier.count('ec_token');
    const { authNo } = await xiamenHospital.recognisesFace(citizen.face);
    const presented: readonly ((password: string) => Promise<unknown>)[] = [
      (password) => xiamenHospital.readsDocument(citizen, { password }), (password) => xiamenHospital.readsCard(card, { password }),
      (password) => xiamenHospital.learnsWho({ authNo }, { password }),
    ];
    for (const present of presented) {
      await expectRefusal(present('135792'), 'passwordWrong', { origin: 'national', naming: 'data.password', because: /is not accepted; 4 tries/ });
      await expect(present(citizen.password)).resolves.toMatchObject(citizen.identity);
    }
    expect(await stage.fujian.tier.count('ec_token')).toBe(tokens + presented.length);
  });

  it('stands beside the code from the short message', async () => {
    const { stage, xiamenHospital } = cast;
    stage.clock.passes({ minutes: 1 });
    await xiamenHospital.hasCodeSentTo(mobile);
    const said = { mobile, smsCode: await codeSentTo(cast, mobile) };
    await expectRefusal(xiamenHospital.takesCode(said), 'badRequest', { naming: 'data.password' });
    await expect(xiamenHospital.takesCode(said, { password: citizen.password })).resolves.toMatchObject(citizen.identity);
  });

  it('is verified wherever it is said, and asked for by no other business', async () => {
    const { xiamenHospital } = cast;
    await expectRefusal(xiamenHospital.readsCard(card, { businessType: REGISTRATION, password: '135792' }), 'passwordWrong', { origin: 'national' });
    await expect(xiamenHospital.readsCard(card, { businessType: REGISTRATION })).resolves.toMatchObject(citizen.identity);
  });
});

describe('what is presented travels encrypted', () => {
  it.each(requests.filter(({ transType }) => transType.startsWith('ec.')))('$transType', async ({ ask }) => {
    const { stage, xiamenHospital } = cast;
    const act = () => ask(xiamenHospital, { businessType: REGISTRATION }, inTheClear);
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data', because: 'encrypted' });
  });

  it('but for the face, which terminals in the field send as it is', async () => {
    const { xiamenHospital } = cast;
    const recognised = await xiamenHospital.recognisesFace(citizen.face, {}, inTheClear);
    await expect(xiamenHospital.learnsWho(recognised, { businessType: REGISTRATION }, inTheClear)).resolves.toMatchObject(citizen.identity);
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
