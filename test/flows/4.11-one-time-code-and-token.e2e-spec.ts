import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import type { How } from './stage/speaker.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast();
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

const shown = () => citizen.shows({ in: cast.stage.fujian });
const scanned = async () => cast.xiamenHospital.scans(await shown());

describe('4.11 电子凭证二维码码值业务经办一次有效机制', () => {
  it('refuses a second scan, by the same institution and by another, in the same business and in another', async () => {
    const { stage, xiamenHospital, xiamenPharmacy, guangzhouHospital } = cast;
    const code = await shown();
    await xiamenHospital.scans(code);
    const because = 'has been used';
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(code), 'qrCodeInvalid', { because });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(code, { businessType: '01101' }), 'qrCodeInvalid', { because });
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.scans(code), 'qrCodeInvalid', { because });
    await expectRefusedWithoutTrace(stage, () => guangzhouHospital.scans(code), 'qrCodeInvalid', { because, origin: 'province:35' });
  });

  it('lets a code be scanned to its last seconds and refuses it after them', async () => {
    const { stage, xiamenHospital } = cast;
    const [last, late] = [await shown(), await shown()];
    stage.clock.passes({ ms: last.expiresAt - stage.clock.now() - 10_000 });
    await expect(xiamenHospital.scans(last)).resolves.toMatchObject(citizen.identity);
    stage.clock.passes({ ms: Math.max(0, late.expiresAt - stage.clock.now()) });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(late), 'qrCodeInvalid', { because: 'expired' });
  });

  it('refuses a value beside an issued one, and whatever is no code of a credential', async () => {
    const { stage, xiamenHospital } = cast;
    const { ecQrCode } = await shown();
    const beside = ecQrCode.slice(0, 21) + String((Number(ecQrCode[21]) + 1) % 10) + ecQrCode.slice(22);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(beside), 'qrCodeInvalid', { because: 'no such code was issued here' });
    for (const other of ['134567890123456789', `525${ecQrCode.slice(3)}`, `${ecQrCode}0000`, 'https://example.test/x']) {
      await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(other), 'notACredentialCode', { because: 'no code of an electronic credential' });
    }
    await expect(xiamenHospital.scans(ecQrCode)).resolves.toMatchObject(citizen.identity);
  });
});

describe('4.11 电子凭证令牌校验机制 (A.1.7)', () => {
  it('finds a token valid for its person, several times, for the institution and for the local core business system (INT-14)', async () => {
    const { stage, xiamenHospital } = cast;
    const { ecToken } = await scanned();
    const passed = { flag: '1', ...citizen.identity, insuOrg: xiamen };
    for (let time = 0; time < 3; time += 1) expect(await xiamenHospital.checks(ecToken, citizen)).toEqual(passed);
    const insurer = stage.fujian.insurer.speakerTo('province:35');
    expect(await insurer.ask(stage.fujian.coreUrl, transactions.checkToken, { ecToken, ...citizen.identity })).toEqual(passed);
  });

  it('says flag 0 for another person\'s number, name or id type, and does not tell the insured place', async () => {
    const { xiamenHospital, stage } = cast;
    const { ecToken } = await scanned();
    const other = stage.stranger('贾示例');
    for (const person of [{ ...citizen.identity, idNo: other.idNo }, { ...citizen.identity, userName: '贾示例' }, { ...citizen.identity, idType: '99' }]) {
      const checked = await xiamenHospital.checks(ecToken, person);
      expect(checked).toMatchObject({ flag: '0', ...person });
      expect(checked.insuOrg ?? undefined).toBeUndefined();
    }
  });

  it('refuses a token of another institution, and one that nobody issued', async () => {
    const { stage, xiamenPharmacy, xiamenHospital } = cast;
    const { ecToken } = await scanned();
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.checks(ecToken, citizen), 'tokenInvalid', { because: 'another institution' });
    const invented = `350203ec${'a'.repeat(30)}`;
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.checks(invented, citizen), 'tokenInvalid', { because: 'has not issued' });
  });
});

describe('2.10 该鉴权令牌……限定有效时间', () => {
  it('serves half an hour, and no longer, neither for a check nor for a settlement', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned();
    stage.clock.passes({ minutes: 29 });
    await expect(xiamenHospital.checks(scan.ecToken, citizen)).resolves.toHaveProperty('flag', '1');
    stage.clock.passes({ minutes: 1 });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'expired' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.settles(scan), 'tokenInvalid', { because: 'expired' });
  });

  it('ends with its settlement (INT-14)', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned();
    await xiamenHospital.settles(scan);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'used up' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.settles(scan), 'tokenInvalid', { because: 'used up' });
  });

  it('settles for the institution and the business it was issued for, and for no other', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const scan = await scanned();
    const foreign = () => xiamenPharmacy.settles(scan, { businessType: '01301' });
    await expectRefusedWithoutTrace(stage, foreign, 'tokenInvalid', { because: 'another institution' });
    const otherBusiness = () => xiamenHospital.settles(scan, { businessType: '01302' });
    await expectRefusedWithoutTrace(stage, otherBusiness, 'tokenInvalid', { because: 'business type 01301' });
    await expect(xiamenHospital.settles(scan)).resolves.toHaveProperty('settlementNo');
  });

  it('is refused for another person\'s treatment by the local core business system, which compares', async () => {
    const { stage } = cast;
    const { ecToken } = await scanned();
    const other = stage.stranger('贾示例');
    const order = {
      settlementNo: 'f'.repeat(32), orgId: cast.xiamenHospital.orgId, businessType: '01301', ecToken, tokenCheckedHere: true, ...other.identity,
      insuOrg: xiamen, insuranceType: '310', totalFen: 1, institutionKind: 'hospital',
    };
    const province = stage.fujian.tier.speakerTo('insurance-system:35');
    const act = () => province.ask(stage.fujian.insurer.coreUrl, transactions.settleInsurance, order);
    await expectRefusedWithoutTrace(stage, act, 'tokenInvalid', { because: 'belongs to another person' });
  });
});

describe('4.11 电子凭证通信加密机制', () => {
  const clear: How = { travel: { signType: 'SM2', encType: 'plain' } };

  it('takes secrets of an activation encrypted only', async () => {
    const { stage, app } = cast;
    const stranger = await stage.citizen({ insuredIn: [xiamen] });
    const proven = await stranger.provesWho(app);
    const acts = [
      () => app.verifiesRealName({ ...stranger.identity, businessPlace: xiamen }, clear),
      () => app.verifiesRealPerson({ handlingSerialNo: proven.handlingSerialNo, biometricSample: stranger.face }, clear),
      () => app.activates({ ...proven, password: stranger.password }, clear),
    ];
    for (const act of acts) await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data', because: 'must travel encrypted' });
  });

  it('answers in the dress of the question: signed clear, signed and encrypted, with SM3', async () => {
    const { xiamenHospital } = cast;
    for (const travel of [clear.travel, { signType: 'SM3', encType: 'plain' }, { signType: 'SM3', encType: 'SM4' }] as const) {
      await expect(xiamenHospital.scans(await shown(), {}, { travel })).resolves.toMatchObject(citizen.identity);
    }
  });

  it('takes nothing unsigned from an application that is registered to sign (INT-03)', async () => {
    const { stage, xiamenHospital } = cast;
    const code = await shown();
    const act = () => xiamenHospital.scans(code, {}, { travel: { signType: 'plain', encType: 'plain' } });
    await expectRefusedWithoutTrace(stage, act, 'signatureInvalid', { naming: 'signType' });
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
