import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { cardNumber, freshCard } from './stage/presenting.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast();
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

const asked = (cardNo: string, who = citizen, saying: object = {}) => (
  { authorizationCode: who.authorizationCodeIn(cast.app), cardNo, password: who.password, ...saying }
);
const presented = (cardNo: string) => cast.xiamenHospital.readsCard(cardNo);

describe('4.10 金融信息: a person binds a bank card', () => {
  it('with the password, once the banks say that it is the person\'s; it then presents the credential', async () => {
    const { stage, app } = cast;
    const card = freshCard();
    await expectRefusal(presented(card), 'credentialNotFound', { origin: 'national' });
    const before = await snapshot(stage.tiers);
    const { boundAt } = await app.bindsCard(asked(card));
    expect(Math.abs(boundAt - stage.clock.now())).toBeLessThan(10_000);
    await expectChanges(stage, before, { 'national bank_card': 1, 'national idempotency_record': 1, 'national journal_entry': 1 });
    await expect(presented(card)).resolves.toMatchObject(citizen.identity);
  });

  it('stands nowhere in the clear', async () => {
    const { stage, app } = cast;
    const card = freshCard();
    await app.bindsCard(asked(card));
    await presented(card);
    for (const tier of stage.tiers) {
      expect(await tier.everything()).not.toContain(card);
    }
  });

  it('sees which cards are bound, masked, the last one first', async () => {
    const { app, activated } = cast;
    const owner = await activated({ insuredIn: [xiamen] });
    const [first, second] = [freshCard(), freshCard()];
    await owner.bindsCard(first);
    await owner.bindsCard(second);
    const { cards } = await app.listsCards(owner.authorizationCodeIn(app));
    const masked = (card: string) => `${card.slice(0, 4)}********${card.slice(-4)}`;
    expect(cards.map(({ maskedCardNo }) => maskedCardNo)).toEqual([masked(second), masked(first)]);
  });

  it('binds it once: again it stays as it is', async () => {
    const { app, stage } = cast;
    const card = freshCard();
    const { boundAt } = await app.bindsCard(asked(card));
    stage.clock.passes({ minutes: 5 });
    expect(await app.bindsCard(asked(card))).toEqual({ boundAt });
  });

  it('takes it back; then it presents nobody, and what was presented with it goes on', async () => {
    const { app, stage, xiamenHospital } = cast;
    const card = freshCard();
    await app.bindsCard(asked(card));
    const scan = await presented(card);
    const before = await snapshot(stage.tiers);
    await app.unbindsCard(asked(card));
    await expectChanges(stage, before, { 'national bank_card': -1, 'national idempotency_record': 1, 'national journal_entry': 1 });
    await expectRefusal(presented(card), 'credentialNotFound', { origin: 'national' });
    await expect(xiamenHospital.settles(scan)).resolves.toHaveProperty('insuOrg', xiamen);
    const unbound = { naming: 'data.cardNo', because: 'no card that this person has bound' };
    await expectRefusedWithoutTrace(stage, () => app.unbindsCard(asked(card)), 'badRequest', unbound);
  });

  it('may do so in any channel that the person has authorized, and in no other', async () => {
    const { stage, app, partner } = cast;
    const card = freshCard();
    const authorizationCode = await citizen.authorizes(partner);
    await partner.bindsCard({ authorizationCode, cardNo: card, password: citizen.password });
    await app.changesAuthorization({ authorizationCode: citizen.authorizationCodeIn(app), channelNumber: partner.channelNumber, change: 'suspend' });
    const suspended = () => partner.unbindsCard({ authorizationCode, cardNo: card, password: citizen.password });
    await stage.converged();
    await expectRefusedWithoutTrace(stage, suspended, 'channelNotAuthorizedByPerson');
    await expectRefusedWithoutTrace(stage, () => partner.listsCards(citizen.authorizationCodeIn(app)), 'authorizationCodeInvalid');
  });
});

describe('what is refused binds nothing', () => {
  it('a card of somebody else, as the banks say, or of which they say nothing', async () => {
    const { stage, app } = cast;
    const notHers = () => app.bindsCard(asked(cardNumber('91560000010000')));
    await expectRefusedWithoutTrace(stage, notHers, 'badRequest', { naming: 'data.cardNo', because: 'as the banks say' });
    await expectRefusedWithoutTrace(stage, () => app.bindsCard(asked(cardNumber('91560000019999')), { timeoutMs: 20_000, retryAfterMs: [] }), 'timeout');
  });

  it('a wrong password, which counts; the banks are not asked', async () => {
    const { stage, app } = cast;
    const before = await snapshot(stage.tiers);
    const wrong = asked(cardNumber('91560000010000'), citizen, { password: '135792' });
    await expectRefusal(app.bindsCard(wrong), 'passwordWrong', { naming: 'data.password', because: '4 tries left' });
    await expectChanges(stage, before, { 'national failed_attempt': 1, 'national idempotency_record': 1, 'national journal_entry': 1 });
    await expectRefusal(app.unbindsCard({ ...wrong, cardNo: freshCard() }), 'passwordWrong', { because: '3 tries left' });
    await app.bindsCard(asked(freshCard()));
  });

  it('a number that is none, and a password in the clear', async () => {
    const { stage, app } = cast;
    for (const cardNo of ['123456789012', '12345678901234567890', '9156 0000 0111 1113', `${freshCard().slice(0, -1)}X`]) {
      await expectRefusedWithoutTrace(stage, () => app.bindsCard(asked(cardNo)), 'badRequest', { naming: 'data.cardNo' });
    }
    const inTheClear = () => app.bindsCard(asked(freshCard()), { travel: { signType: 'SM2', encType: 'plain' } });
    await expectRefusedWithoutTrace(stage, inTheClear, 'badRequest', { naming: 'data', because: 'encrypted' });
  });

  it('a twenty-first card', async () => {
    const { app, stage, activated } = cast;
    const owner = await activated({ insuredIn: [xiamen] });
    for (let n = 0; n < 20; n += 1) await owner.bindsCard(freshCard());
    await expectRefusedWithoutTrace(stage, () => app.bindsCard(asked(freshCard(), owner)), 'badRequest', { naming: 'data.cardNo', because: 'more than 20' });
  });
});

describe('one card belongs to one person', () => {
  it('who has bound it first, until it is taken back', async () => {
    const { stage, app, activated } = cast;
    const other = await activated({ insuredIn: [xiamen] });
    const card = freshCard();
    await app.bindsCard(asked(card));
    const another = { naming: 'data.cardNo', because: 'bound to another person' };
    await expectRefusedWithoutTrace(stage, () => app.bindsCard(asked(card, other)), 'badRequest', another);
    await expectRefusedWithoutTrace(stage, () => app.unbindsCard(asked(card, other)), 'badRequest', { naming: 'data.cardNo' });
    await app.unbindsCard(asked(card));
    await app.bindsCard(asked(card, other));
    await expect(presented(card)).resolves.toMatchObject(other.identity);
  });

  it('also when two bind it at once', async () => {
    const { stage, app, activated } = cast;
    const two = [citizen, await activated({ insuredIn: [xiamen] })];
    const card = freshCard();
    const ends = await Promise.allSettled(two.flatMap((owner) => [0, 1, 2].map(() => app.bindsCard(asked(card, owner)))));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const holder = await presented(card);
    expect(await stage.national.count('bank_card', 'card_index = ?', [stage.national.kernel.protection.blindIndex('bank_card.card_no', card)])).toBe(1);
    expect(two.map(({ idNo }) => idNo)).toContain(holder.idNo);
  });

  it('and stays that person\'s when name or document change (4.4)', async () => {
    const { stage, app, activated } = cast;
    const former = await activated({ insuredIn: [xiamen] });
    const card = freshCard();
    await former.bindsCard(card);
    const renamed = former.becoming({ userName: '贾改名' });
    await stage.fujian.reportsChange(former.identity, renamed.identity);
    await stage.converged();
    await expectRefusal(presented(card), 'credentialNotFound', { origin: 'national' });
    await renamed.activatesThrough(app);
    await expect(presented(card)).resolves.toHaveProperty('userName', '贾改名');
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
