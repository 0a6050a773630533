import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { codeSentTo, freshCard, freshNumber, saysNumber, withNumber } from './stage/presenting.js';
import { snapshot } from './stage/snapshot.js';

/** What an institution may miss in an hour here. */
const MISSES = 5;

let cast: Cast;
let citizen: Citizen;
let mobile: string;
beforeAll(async () => {
  cast = await openStageWithCast({
    // Where nobody is told why, as with real people.
    environment: 'production',
    provinceOverrides: { presentations: { document: true, bankCard: true, mobile: true, face: true, failedLookUps: MISSES, failedLookUpSeconds: 3_600 } },
  });
  ({ citizen, mobile } = await withNumber(cast, { insuredIn: [xiamen] }));
});
afterAll(() => cast.stage.close());

/** Everything an institution can see of a refusal. */
async function seen(act: Promise<unknown>): Promise<object> {
  const outcome = await act.then((answer: unknown) => answer, (error: unknown) => error);
  if (!(outcome instanceof Refusal)) throw new Error(`expected a refusal, got ${JSON.stringify(outcome)}`);
  const { returnCode, diagnosis, origin, faults } = outcome;
  return { returnCode, diagnosis: diagnosis?.replace(/\d+ s$/, 'some s'), origin, faults };
}

const anHourLater = () => cast.stage.clock.passes({ minutes: 60 });
afterEach(anHourLater);

describe('INT-62 look-ups are no oracle', () => {
  it('somebody unknown, under another name, not activated, superseded: one answer, whatever is presented', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const registered = await stage.citizen({ insuredIn: [xiamen] });
    const former = await activated({ insuredIn: [xiamen] });
    const renamed = former.becoming({ userName: '甄改名' });
    await stage.fujian.reportsChange(former.identity, renamed.identity);
    await stage.converged();
    const documents = [stage.stranger(), { ...citizen.identity, userName: '别人' }, registered, former, renamed];
    const answers: object[] = [];
    for (const each of documents) {
      answers.push(await seen(xiamenHospital.readsDocument(each)));
    }
    for (const { face } of [stage.stranger(), registered, former]) answers.push(await seen(xiamenHospital.recognisesFace(face)));
    answers.push(await seen(xiamenHospital.readsCard(freshCard())));
    for (const answer of answers) {
      expect(answer).toMatchObject({ returnCode: { code: returnCodes.credentialNotFound.code }, diagnosis: undefined, origin: 'national' });
      expect(answer).toEqual(answers[0]);
    }
  });

  it('a number that nobody holds is answered as one that somebody holds, at both steps; no message leaves for it', async () => {
    const { stage, xiamenHospital } = cast;
    const unknown = freshNumber();
    const known = (await stage.messagesTo(mobile)).length;
    const [first, second] = [await xiamenHospital.hasCodeSentTo(mobile), await xiamenHospital.hasCodeSentTo(unknown)];
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(second.sentTo).toBe(`${unknown.slice(0, 3)}****${unknown.slice(7)}`);
    expect(Math.abs(second.resendAt - first.resendAt)).toBeLessThan(30_000);
    expect(await stage.messagesTo(unknown)).toEqual([]);
    expect(await stage.messagesTo(mobile)).toHaveLength(known + 1);
    const wrong = (await codeSentTo(cast, mobile)) === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 6; tries += 1) {
      const guesses = [mobile, unknown].map((number) => seen(xiamenHospital.takesCode({ mobile: number, smsCode: wrong })));
      const [one, other] = await Promise.all(guesses);
      expect(other).toEqual(one);
    }
    expect(await seen(xiamenHospital.hasCodeSentTo(unknown))).toEqual(await seen(xiamenHospital.hasCodeSentTo(mobile)));
  });
});

describe('INT-62 whoever finds nobody too often', () => {
  it('is stopped, for this kind of presentation, until the misses are an hour old', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    for (let n = 0; n < MISSES; n += 1) await expectRefusal(xiamenHospital.readsDocument(stage.stranger()), 'credentialNotFound', { origin: 'national' });
    const stopped = { naming: 'data.orgId', because: `nobody in ${MISSES} look-ups` };
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.readsDocument(stage.stranger()), 'rateLimited', stopped);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.readsDocument(citizen), 'rateLimited', stopped);
    await expectRefusal(xiamenHospital.readsCard(freshCard()), 'credentialNotFound', { origin: 'national' });
    await expect(xiamenPharmacy.readsDocument(citizen)).resolves.toMatchObject(citizen.identity);
    await expect(xiamenHospital.scans(await citizen.shows({ in: stage.fujian }))).resolves.toMatchObject(citizen.identity);
    anHourLater();
    await expect(xiamenHospital.readsDocument(citizen)).resolves.toMatchObject(citizen.identity);
  });

  it('leaves a line in the journal for each, and nothing of what was looked up', async () => {
    const { stage, xiamenHospital } = cast;
    const miss = async (card = freshCard()) => expectRefusal(xiamenHospital.readsCard(card), 'credentialNotFound', { origin: 'national' });
    await miss();
    await stage.converged();
    const [before, card] = [await snapshot(stage.tiers), freshCard()];
    await miss(card);
    await expectChanges(stage, before, { 'province:35 failed_look_up': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1 });
    const [line] = await stage.fujian.tier.rows<{ act: string; outcome: string; detail: string }>('SELECT * FROM journal_entry ORDER BY sequence DESC LIMIT 1');
    expect(line).toMatchObject({ act: 'ec.query.card', outcome: '500001' });
    expect(JSON.stringify(line)).not.toContain(card);
  });

  it('has no more tries side by side: of 40 at once, the one that is right among them, no more than the limit are answered', async () => {
    const { stage, xiamenHospital } = cast;
    const card = freshCard();
    await citizen.bindsCard(card);
    const guesses = [...Array.from({ length: 39 }, freshCard), card];
    const ends = await Promise.allSettled(guesses.map((each) => xiamenHospital.readsCard(each, {}, { timeoutMs: 60_000 })));
    const codes = ends.map((end) => (end.status === 'fulfilled' ? 0 : (end.reason as Refusal).returnCode.code));
    expect(codes.filter((code) => code === returnCodes.credentialNotFound.code)).toHaveLength(MISSES);
    expect(codes.filter((code) => code === returnCodes.rateLimited.code).length).toBeGreaterThanOrEqual(39 - MISSES);
    expect(await stage.fujian.tier.count('failed_look_up', "presentation = 'bankCard'")).toBe(MISSES);
  }, 90_000);

  it('counts codes that were sent until they are entered', async () => {
    const { xiamenHospital, stage } = cast;
    for (let n = 0; n < MISSES + 2; n += 1) {
      stage.clock.passes({ minutes: 1 });
      await expect(saysNumber(cast, xiamenHospital, mobile)).resolves.toMatchObject(citizen.identity);
    }
    for (let n = 0; n < MISSES; n += 1) await xiamenHospital.hasCodeSentTo(freshNumber());
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.hasCodeSentTo(freshNumber()), 'rateLimited', { naming: 'data.orgId' });
    anHourLater();
    await xiamenHospital.hasCodeSentTo(freshNumber());
  });

  it('takes no part in what has nothing to do with finding: bad fields, other codes, a silent library', async () => {
    const { stage, xiamenHospital } = cast;
    const before = await stage.fujian.tier.count('failed_look_up');
    for (let n = 0; n < MISSES + 1; n += 1) {
      await expectRefusal(xiamenHospital.readsDocument({ ...citizen.identity, idNo: '123' }), 'badRequest', { naming: 'data.idNo' });
      await expectRefusal(xiamenHospital.learnsWho({ authNo: `ano${'3'.repeat(19)}350203` }), 'realPersonSerialNoInvalid');
    }
    expect(await stage.fujian.tier.count('failed_look_up')).toBe(before);
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
