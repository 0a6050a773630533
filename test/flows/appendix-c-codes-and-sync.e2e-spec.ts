import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectRefusal } from './stage/expectations.js';
import { fuzhou, xiamen } from './stage/places.js';
import type { Identified } from './stage/province.js';

const TWO_DAYS = 2 * 86_400_000;
const PLACES = [{ poolingArea: xiamen, insuranceType: '310' }];

let cast: Cast;
let citizen: Citizen;
let numberOfCitizen: string;
beforeAll(async () => {
  cast = await openStageWithCast();
  citizen = await cast.activated({ insuredIn: [xiamen] });
  numberOfCitizen = await newestNumber();
  await citizen.shows({ in: cast.stage.guangdong });
}, 60_000);
afterAll(() => cast.stage.close());

/** The credential number that national gave last. */
async function newestNumber(): Promise<string> {
  const sql = 'SELECT credential_number AS n FROM electronic_credential ORDER BY subject_id DESC LIMIT 1';
  return (await cast.stage.national.rows<{ n: string }>(sql))[0]?.n ?? '';
}

/** National tells 广东 of a credential. */
function tells({ idType, idNo, userName }: Identified, credentialNumber: string, { state = 'activated', changedAt = cast.stage.clock.now() } = {}) {
  const { national, guangdong } = cast.stage;
  const record = { credentialNumber, state, idType, idNo, userName, insuredPlaces: PLACES, changedAt };
  return national.speakerTo('province:44').ask(guangdong.coreUrl, transactions.syncActivation, { record });
}

/** National tells 广东 of an authorization. */
function tellsAuthorization(saying: { authorizationCode: string; channelNumber?: string; credentialNumber?: string; changedAt?: number }) {
  const { stage: { national, guangdong, clock }, app } = cast;
  const record = { channelNumber: app.channelNumber, credentialNumber: numberOfCitizen, state: 'granted', changedAt: clock.now(), ...saying };
  return national.speakerTo('province:44').ask(guangdong.coreUrl, transactions.syncAuthorization, { record });
}

describe('表 C.4 二维码和令牌', () => {
  const shown = () => citizen.shows({ in: cast.stage.fujian });

  it('500049 电子凭证二维码无效 · a code is scanned a second time', async () => {
    const code = await shown();
    await cast.xiamenHospital.scans(code);
    await expectRefusal(cast.xiamenHospital.scans(code), 'qrCodeInvalid', { because: 'has been used' });
  });

  it('500159 请使用医保电子凭证二维码 · what was scanned is the code of a payment application', async () => {
    await expectRefusal(cast.xiamenHospital.scans('134567890123456789'), 'notACredentialCode');
  });

  it('500005 展码id失效或已过期 · a display is refreshed that nobody opened', async () => {
    await expectRefusal(citizen.shows({ in: cast.stage.fujian, refreshing: { showId: 'nobody-s' } }), 'displayIdInvalid');
  });

  it('501001 二维码Token失效 · a token is used for a second settlement', async () => {
    const scan = await cast.xiamenHospital.scans(await shown());
    await cast.xiamenHospital.settles(scan);
    await expectRefusal(cast.xiamenHospital.settles(scan), 'tokenInvalid', { because: 'used up' });
  });

  it('500023 缓存已过期，请重新进入 · the insured place has changed since the code was scanned', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const mover = await activated({ insuredIn: [xiamen] });
    const scan = await xiamenHospital.scans(await mover.shows({ in: stage.fujian }));
    await stage.fujian.tellsPlaces(mover, [{ poolingArea: fuzhou, insuranceType: '310' }]);
    await expectRefusal(xiamenHospital.settles(scan), 'cacheExpired', { because: '350100 (310)' });
    await stage.converged();
  });

  it('500054 参保地为空 · a code for a person who is insured nowhere any more', async () => {
    const { stage, activated } = cast;
    const leaver = await activated({ insuredIn: [xiamen] });
    await stage.fujian.tellsPlaces(leaver, []);
    await stage.converged();
    await expectRefusal(leaver.shows({ in: stage.fujian }), 'insuredPlaceMissing');
  });
});

describe('表 C.4 what national tells and a province cannot follow (INT-117, INT-118)', () => {
  it('500060 同步激活信息传入数据有误 · the state of a credential is dated two days ahead', async () => {
    await expectRefusal(tells(citizen, numberOfCitizen, { changedAt: cast.stage.clock.now() + TWO_DAYS }), 'syncActivationInvalid', { naming: 'data.record.changedAt' });
  });

  it('500002 更新电子凭证出现异常 · a credential number that the province knows under another document', async () => {
    await expectRefusal(tells(cast.stage.stranger(), numberOfCitizen), 'credentialUpdateFailed', { because: 'another document' });
  });

  it('500018 修改激活表记录失败 · two words of one moment that say different states', async () => {
    const { tier } = cast.stage.guangdong;
    const [row] = await tier.rows<{ at: number }>('SELECT changed_at AS at FROM electronic_credential WHERE credential_number = ?', [numberOfCitizen]);
    await expectRefusal(tells(citizen, numberOfCitizen, { state: 'superseded', changedAt: Number(row?.at) }), 'activationUpdateFailed', { because: 'same moment' });
  });

  it('500061 同步授权信息传入数据有误 · an authorization is dated two days ahead', async () => {
    const changedAt = cast.stage.clock.now() + TWO_DAYS;
    await expectRefusal(tellsAuthorization({ authorizationCode: 'B'.repeat(32), changedAt }), 'syncAuthorizationInvalid', { naming: 'data.record.changedAt' });
  });

  it('500019 写入授权信息表记录失败 · a channel is let in anew for a credential that is superseded here', async () => {
    const credentialNumber = 'ab'.repeat(32);
    await tells(cast.stage.stranger(), credentialNumber, { state: 'superseded' });
    await expectRefusal(tellsAuthorization({ authorizationCode: 'C'.repeat(32), credentialNumber }), 'authorizationInfoWriteFailed', { because: 'superseded' });
  });

  it('500020 修改授权信息表记录失败 · a code that the province knows as another channel\'s', async () => {
    const { app, partner } = cast;
    const told = { authorizationCode: citizen.authorizationCodeIn(app), channelNumber: partner.channelNumber };
    await expectRefusal(tellsAuthorization(told), 'authorizationInfoUpdateFailed', { because: 'another person or channel' });
  });

  it('500041 保存电子凭证数据失败 · a credential is fetched whose number stands here for another document', async () => {
    const { stage, activated } = cast;
    const traveller = await activated({ insuredIn: [xiamen] });
    await tells(stage.stranger(), await newestNumber());
    await expectRefusal(traveller.shows({ in: stage.guangdong }), 'credentialSaveFailed', { because: 'another document' });
  });

  it('500055 写入用码表记录失败 · a code of another province names a person who contradicts the register here', async () => {
    const { stage, activated, guangzhouHospital } = cast;
    const traveller = await activated({ insuredIn: [xiamen] });
    await tells(stage.stranger(), await newestNumber());
    await expectRefusal(guangzhouHospital.scans(await traveller.shows({ in: stage.fujian })), 'qrUsageWriteFailed', { because: 'another document' });
  });
});
