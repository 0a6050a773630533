import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, shenzhen, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

/** 缴纳预缴金: here the province asks for the password at display (4.2). */
const DEPOSIT = '01104';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ provinceOverrides: { passwordPolicy: { default: 'none', byBusinessType: { [DEPOSIT]: 'display' } } } });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

/** Who stands at the counter, with document and password. */
const present = ({ identity, password }: Citizen, saying: object = {}) => ({ ...identity, password, ...saying });

/** The code that the hospital in 厦门 shows for somebody. */
async function shownFor(person: Citizen): Promise<string> {
  const { ecQrCode } = await cast.xiamenHospital.shows(present(person));
  return ecQrCode ?? '';
}

describe('7.1 向其提供电子凭证二维码展示: an institution shows a code for a person who is present (INT-91)', () => {
  it('has national verify document and password, and shows a code that it then scans, once', async () => {
    const { stage, xiamenHospital } = cast;
    const before = await snapshot(stage.tiers);
    let code = '';
    const heard = await stage.heard(async () => { code = await shownFor(citizen); });
    expect(code).toMatch(/^424\d{19}350000$/);
    expect(heard).toEqual(['province:35 → national ec.exchange.presence 0', `institution:${xiamenHospital.orgId} → province:35 ec.qrcode.issue.institution 0`]);
    await expectChanges(stage, before, {
      'national idempotency_record': 1, 'national journal_entry': 1,
      'province:35 qr_code': 1, 'province:35 qr_display': 1, 'province:35 insured_person': 'rewritten',
      'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
    });
    const scan = await xiamenHospital.scans(code);
    expect(scan).toMatchObject({ ...citizen.identity, insuOrg: xiamen });
    expect(scan.chnlId).toBeUndefined();
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(code), 'qrCodeInvalid', { because: 'has been used' });
  });

  it('serves whoever is insured elsewhere, too: settled at the insured place through national', async () => {
    const { xiamenHospital, activated } = cast;
    const visitor = await activated({ insuredIn: [guangzhou] });
    const scan = await xiamenHospital.scans(await shownFor(visitor));
    expect(scan).toMatchObject({ ...visitor.identity, insuOrg: guangzhou });
    await expect(xiamenHospital.settles(scan)).resolves.toMatchObject({ insuOrg: guangzhou });
  });

  it('asks for the pooling area where the person is insured in several', async () => {
    const { xiamenHospital, activated } = cast;
    const two = await activated({ insuredIn: [xiamen, shenzhen] });
    const asked = await xiamenHospital.shows(present(two));
    expect(asked).toEqual({ insuredPlaces: [{ poolingArea: xiamen, insuranceType: '310' }, { poolingArea: shenzhen, insuranceType: '310' }] });
    const shown = await xiamenHospital.shows(present(two), { poolingArea: shenzhen });
    expect(await xiamenHospital.scans(shown.ecQrCode ?? '')).toMatchObject({ insuOrg: shenzhen });
    await expect(shownFor(two)).resolves.toMatch(/^424/);
  });

  it('shows nothing for a wrong password, which counts as everywhere (500004), and locks it in the end', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const person = await activated({ insuredIn: [xiamen] });
    const codes = await stage.fujian.tier.count('qr_code');
    for (const left of [4, 3, 2, 1]) {
      const wrong = xiamenHospital.shows(present(person, { password: '918273' }));
      await expectRefusal(wrong, 'passwordWrong', { naming: 'data.password', because: new RegExp(`${left} `), origin: 'national' });
    }
    await expectRefusal(xiamenHospital.shows(present(person, { password: '918273' })), 'passwordWrong', { origin: 'national' });
    await expectRefusal(xiamenHospital.shows(present(person)), 'passwordWrong', { origin: 'national' });
    expect(await stage.fujian.tier.count('qr_code')).toBe(codes);
  });

  it('shows nothing for whoever is unknown, has another name, or has not activated', async () => {
    const { stage, xiamenHospital } = cast;
    const registered = await stage.citizen({ insuredIn: [xiamen], name: '郝未激活' });
    const another = citizen.becoming({ userName: '贾冒名' });
    const people = [[stage.stranger(), 'personNotFound'], [another, 'realNameFailed'], [registered, 'credentialNotFound']] as const;
    for (const [person, name] of people) {
      await expectRefusedWithoutTrace(stage, () => xiamenHospital.shows(present(person)), name, { origin: 'national' });
    }
  });

  it('is refused in clear, from a terminal that is not its own, and for another institution', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const clear = () => xiamenHospital.shows(present(citizen), {}, { travel: { signType: 'SM2', encType: 'plain' } });
    await expectRefusedWithoutTrace(stage, clear, 'badRequest', { naming: 'data', because: 'must travel encrypted' });
    const foreign = () => xiamenHospital.shows(present(citizen), { termId: xiamenPharmacy.terminal });
    await expectRefusedWithoutTrace(stage, foreign, 'forbidden', { naming: 'data.termId' });
    const asAnother = () => xiamenHospital.shows(present(citizen), { orgId: xiamenPharmacy.orgId });
    await expectRefusedWithoutTrace(stage, asAnother, 'badRequest', { naming: 'data.orgId' });
  });

  it('serves that institution only; for it the code stays good', async () => {
    const { stage, xiamenHospital, xiamenPharmacy, guangzhouHospital } = cast;
    const code = await shownFor(citizen);
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.scans(code), 'qrCodeInvalid', { because: 'another institution' });
    await expectRefusal(guangzhouHospital.scans(code), 'qrCodeInvalid', { origin: 'province:35' });
    await expect(xiamenHospital.scans(code)).resolves.toMatchObject(citizen.identity);
  });

  it('has one live code of a person at an institution: a newer one voids it, also of many at once; a repeat shows the same', async () => {
    const { stage, xiamenHospital } = cast;
    const older = await shownFor(citizen);
    const codes = await Promise.all(Array.from({ length: 8 }, () => shownFor(citizen)));
    expect(new Set([older, ...codes]).size).toBe(9);
    const good = await Promise.all([older, ...codes].map((code) => xiamenHospital.scans(code).then(() => 1, () => 0)));
    expect(good.reduce<number>((sum, each) => sum + each, 0)).toBe(1);
    const requestId = stage.air.newId();
    const [one, other] = [await xiamenHospital.shows(present(citizen), {}, { requestId }), await xiamenHospital.shows(present(citizen), {}, { requestId })];
    expect(other).toEqual(one);
    await expectJournalsWhole(stage.tiers);
  });

  it('ends with its time, and with the credential (4.4)', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const late = await shownFor(citizen);
    stage.clock.passes({ seconds: 61 });
    await expectRefusal(xiamenHospital.scans(late), 'qrCodeInvalid', { because: 'expired' });
    const person = await activated({ insuredIn: [xiamen] });
    const code = await shownFor(person);
    await stage.centre.changesPerson(person, person.becoming({ userName: '甄改名' }));
    await stage.converged();
    await expectRefusal(xiamenHospital.scans(code), 'qrCodeInvalid');
  });
});

describe('7.1 二维码校验: whether a code would be taken, without using it up (INT-91)', () => {
  const flagOf = async (code: string | { ecQrCode: string }, saying?: object) => (await cast.xiamenHospital.checksCode(code, saying)).flag;

  it('says 1 as often as it is asked, names nobody and writes nothing; the code is scanned afterwards', async () => {
    const { stage, xiamenHospital } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    const before = await snapshot(stage.tiers);
    for (let n = 0; n < 3; n += 1) expect(await xiamenHospital.checksCode(code)).toEqual({ flag: '1', expiresAt: code.expiresAt });
    await expectChanges(stage, before, {});
    await expect(xiamenHospital.scans(code)).resolves.toMatchObject(citizen.identity);
    expect(await xiamenHospital.checksCode(code)).toEqual({ flag: '0' });
  });

  it('asks the issuer: another province through national, or national for its own codes', async () => {
    const { stage, xiamenHospital } = cast;
    const code = await citizen.shows({ in: stage.guangdong });
    const heard = await stage.heard(async () => expect(await flagOf(code)).toBe('1'));
    expect(heard).toEqual([
      'national → province:44 ec.remote.qrcode-check 0', 'province:35 → national ec.exchange.qrcode-check 0',
      `institution:${xiamenHospital.orgId} → province:35 ec.qrcode.check 0`,
    ]);
    const national = await citizen.showsNationalCode();
    expect(await flagOf(national)).toBe('1');
    for (const each of [code, national]) {
      await xiamenHospital.scans(each);
      expect(await flagOf(each)).toBe('0');
    }
  });

  it('says 0 for what no scan would take: replaced, expired, issued by nobody, no code at all, for another institution, without a password', async () => {
    const { stage, xiamenPharmacy } = cast;
    const replaced = await citizen.shows({ in: stage.fujian });
    const live = await citizen.shows({ in: stage.fujian, refreshing: replaced });
    expect([await flagOf(replaced), await flagOf(live)]).toEqual(['0', '1']);
    expect(await flagOf(`424${'0'.repeat(19)}350000`)).toBe('0');
    expect(await flagOf('6901234567892')).toBe('0');
    expect((await xiamenPharmacy.checksCode(await shownFor(citizen))).flag).toBe('0');
    expect([await flagOf(live, { businessType: DEPOSIT }), await flagOf(await shownFor(citizen), { businessType: DEPOSIT })]).toEqual(['0', '1']);
    stage.clock.passes({ seconds: 61 });
    expect(await flagOf(live)).toBe('0');
  });

  it('is refused from a terminal that is not its own', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    const act = () => xiamenHospital.checksCode(code, { termId: xiamenPharmacy.terminal });
    await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'data.termId' });
  });
});

describe('7.1 电子凭证有效性校验: whether a person has a credential in use (INT-91)', () => {
  it('says 1 for an activated one, known here or only nationally, and 0 for every other, without saying why', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const elsewhere = await activated({ insuredIn: [guangzhou] });
    const heard = await stage.heard(async () => {
      for (const person of [citizen, elsewhere]) expect(await xiamenHospital.checksCredential(person)).toBe('1');
    });
    expect(heard.filter((hop) => hop.includes('credential-check'))).toEqual(['province:35 → national ec.exchange.credential-check 0']);
    const registered = await stage.citizen({ insuredIn: [xiamen], name: '郝未激活' });
    for (const person of [registered, stage.stranger(), citizen.becoming({ userName: '贾冒名' })]) expect(await xiamenHospital.checksCredential(person)).toBe('0');
  });

  it('says 0 for a credential whose identity has changed (4.4), and 1 again for the one after it', async () => {
    const { stage, xiamenHospital, app, activated } = cast;
    const before = await activated({ insuredIn: [xiamen] });
    const after = before.becoming({ userName: '甄新名' });
    await stage.centre.changesPerson(before, after);
    await stage.converged();
    expect([await xiamenHospital.checksCredential(before), await xiamenHospital.checksCredential(after)]).toEqual(['0', '0']);
    await after.activatesThrough(app);
    await stage.converged();
    expect(await xiamenHospital.checksCredential(after)).toBe('1');
  });

  it('leaves a line in the journal of the province, and nothing else', async () => {
    const { stage, xiamenHospital } = cast;
    const before = await snapshot(stage.tiers);
    await xiamenHospital.checksCredential(citizen);
    await expectChanges(stage, before, { 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1 });
  });

  it('is refused in clear, and for another institution', async () => {
    const { stage, xiamenHospital } = cast;
    const clear = () => xiamenHospital.checksCredential(citizen, { travel: { signType: 'SM2', encType: 'plain' } });
    await expectRefusedWithoutTrace(stage, clear, 'badRequest', { naming: 'data', because: 'must travel encrypted' });
  });
});
