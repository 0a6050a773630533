import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { Channel } from './stage/channel.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace, expectUnchanged } from './stage/expectations.js';
import { guangzhou, shenzhen, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';
import { Speaker } from './stage/speaker.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast(); });
afterAll(() => cast.stage.close());

const issuedIn = (province: string): RegExp => new RegExp(`^424\\d{17}\\d{2}${province}0000$`);

describe('6.2.2.1 前置条件', () => {
  it('needs an activated credential: without one there is no authorization code that anybody knows', async () => {
    const { stage, app } = cast;
    const act = () => app.asksForCode(stage.fujian, { authorizationCode: 'Z'.repeat(32) });
    await expectRefusedWithoutTrace(stage, act, 'authorizationCodeInvalid', { because: 'national knows no such', origin: 'national' });
  });

  it('shows nothing to a channel that nobody has let in', async () => {
    const { stage, app, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const { privateKey, publicKey } = generateSm2KeyPair();
    const keys = { appId: 'X'.repeat(32), appSecret: 'Y'.repeat(32), privateKey: privateKey.toBase64(), counterpartPublicKey: publicKey.toBase64() };
    const intruder = new Channel('假渠道', 'third-party', 'X'.repeat(32), new Speaker(keys, stage.air), stage.national);
    const before = await snapshot(stage.tiers);
    // Nobody can sign an answer to somebody without keys.
    const answer = intruder.asksForCode(stage.fujian, { authorizationCode: citizen.authorizationCodeIn(app) });
    await expect(answer).rejects.toMatchObject({ name: 'UntrustedAnswer', answer: { code: 500012, message: '该应用渠道不存在' } });
    await expectUnchanged(stage, before);
  });

  it('is met in a third-party channel by the activation itself (6.1.2.3 b 1)', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen], through: partner });
    await expect(citizen.shows({ in: stage.fujian, through: partner })).resolves.toHaveProperty('ecQrCode', expect.stringMatching(issuedIn('35')));
  });

  it('is not met in a third-party channel any more once the person has suspended it; the official channel needs no authorization (4.5, 4.6)', async () => {
    const { stage, app, partner, activated } = cast;
    for (const through of [partner, app]) {
      const citizen = await activated({ insuredIn: [xiamen], through });
      const authorizationCode = citizen.authorizationCodeIn(through);
      const [{ credentialNumber }] = await stage.fujian.tier.rows<{ credentialNumber: string }>(
        'SELECT credential_number AS "credentialNumber" FROM channel_authorization ORDER BY changed_at DESC LIMIT 1',
      );
      const suspended = { authorizationCode, channelNumber: through.channelNumber, credentialNumber, state: 'suspended', changedAt: stage.clock.now() };
      await stage.national.speakerTo('province:35').ask(stage.fujian.coreUrl, transactions.syncAuthorization, { record: suspended });
      if (through === app) await expect(citizen.shows({ in: stage.fujian })).resolves.toHaveProperty('showId');
      else await expectRefusedWithoutTrace(stage, () => citizen.shows({ in: stage.fujian }), 'channelNotAuthorizedByPerson', { because: 'suspended' });
    }
  });

  it('refuses the authorization code of another channel, at a province that knows it and at one that must ask national', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const authorizationCode = citizen.authorizationCodeIn(cast.app);
    const because = 'given to another channel';
    await expectRefusedWithoutTrace(stage, () => partner.asksForCode(stage.fujian, { authorizationCode }), 'authorizationCodeInvalid', { because });
    const away = () => partner.asksForCode(stage.guangdong, { authorizationCode });
    await expectRefusedWithoutTrace(stage, away, 'authorizationCodeInvalid', { because, origin: 'national' });
  });
});

describe('6.2.2.2 b 1 若有电子凭证信息，则生成电子凭证二维码，返回当前渠道展示', () => {
  it('issues a code of 28 digits that names the province and is valid for a minute, without asking national', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      const code = await citizen.shows({ in: stage.fujian });
      expect(code).toMatchObject({ ecQrCode: expect.stringMatching(issuedIn('35')), poolingArea: xiamen });
      expect(Math.abs(code.expiresAt - stage.clock.now() - 60_000)).toBeLessThan(10_000);
    });
    expect(heard).toEqual([`channel:${cast.app.channelNumber} → province:35 ec.qrcode.issue 0`]);
    await expectChanges(stage, before, {
      'province:35 qr_code': 1, 'province:35 qr_display': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
    });
  });

  it('never issues a value twice', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const codes = await Promise.all(Array.from({ length: 40 }, () => citizen.shows({ in: stage.fujian })));
    expect(new Set(codes.map(({ ecQrCode }) => ecQrCode)).size).toBe(40);
    expect(new Set(codes.map(({ showId }) => showId)).size).toBe(40);
  });
});

describe('6.2.2.2 b 2 若无电子凭证信息，省级电子凭证业务中台向国家医疗保障信息平台获取', () => {
  it('asks national once, keeps what it is told, and issues; the next time it knows', async () => {
    const { stage, app, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const channel = `channel:${app.channelNumber}`;
    const before = await snapshot(stage.tiers);
    const missed = await stage.heard(async () => {
      expect(await citizen.shows({ in: stage.guangdong })).toMatchObject({ ecQrCode: expect.stringMatching(issuedIn('44')), poolingArea: xiamen });
    });
    expect(missed).toEqual(['province:44 → national ec.exchange.credential 0', `${channel} → province:44 ec.qrcode.issue 0`]);
    await expectChanges(stage, before, {
      'national credential_replica': 1, 'national journal_entry': 1,
      'province:44 insured_person': 1, 'province:44 insured_place': 1, 'province:44 electronic_credential': 1, 'province:44 channel_authorization': 1,
      'province:44 qr_code': 1, 'province:44 qr_display': 1, 'province:44 idempotency_record': 1, 'province:44 journal_entry': 1,
    });
    const hit = await stage.heard(() => citizen.shows({ in: stage.guangdong }));
    expect(hit).toEqual([`${channel} → province:44 ec.qrcode.issue 0`]);
  });
});

describe('6.2.2.2 c 2 若用户在多个统筹区参保……用户在应用渠道上确认参保统筹区', () => {
  const bothAreas = [{ poolingArea: xiamen, insuranceType: '310' }, { poolingArea: shenzhen, insuranceType: '310' }];

  it('answers with the list and no code, and keeps the list', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen, shenzhen], businessPlace: xiamen });
    const before = await snapshot(stage.tiers);
    const answer = await citizen.asksToShow({ in: stage.fujian });
    expect(answer.ecQrCode ?? answer.showId ?? answer.expiresAt ?? answer.poolingArea).toBeUndefined();
    expect(answer.insuredPlaces).toEqual(bothAreas);
    expect(await stage.fujian.tier.count('insured_place', 'pooling_area = ?', [shenzhen])).toBeGreaterThan(0);
    await expectChanges(stage, before, { 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1 });
  });

  it('issues for the chosen area and remembers the choice for this person in this channel, until another is made', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen, shenzhen], businessPlace: xiamen });
    expect(await citizen.shows({ in: stage.fujian, choosing: shenzhen })).toHaveProperty('poolingArea', shenzhen);
    const remembered = await citizen.shows({ in: stage.fujian });
    expect(remembered.poolingArea).toBe(shenzhen);
    expect(await xiamenHospital.scans(remembered)).toHaveProperty('insuOrg', shenzhen);
    expect(await citizen.shows({ in: stage.fujian, choosing: xiamen })).toHaveProperty('poolingArea', xiamen);
    expect(await citizen.shows({ in: stage.fujian })).toHaveProperty('poolingArea', xiamen);
    const other = await activated({ insuredIn: [xiamen, shenzhen], businessPlace: xiamen });
    expect(await other.asksToShow({ in: stage.fujian })).toHaveProperty('insuredPlaces', bothAreas);
  });

  it('remembers at the province where it was made, not in another', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen, shenzhen], businessPlace: xiamen });
    await citizen.shows({ in: stage.fujian, choosing: xiamen });
    expect(await citizen.asksToShow({ in: stage.guangdong })).toHaveProperty('insuredPlaces', bothAreas);
  });

  it('refuses an area where the person is not insured, and remembers nothing of it', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen, shenzhen], businessPlace: xiamen });
    const act = () => citizen.shows({ in: stage.fujian, choosing: guangzhou });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.poolingArea', because: 'no insured place' });
  });
});

describe('4.11 电子凭证二维码自动刷新/手动刷新机制 (展码id, INT-08)', () => {
  it('refreshes a display: a new value under the same handle, and the old value is void at once', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const old = await citizen.shows({ in: stage.fujian });
    const fresh = await citizen.shows({ in: stage.fujian, refreshing: old });
    expect(fresh.showId).toBe(old.showId);
    expect(fresh.ecQrCode).not.toBe(old.ecQrCode);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(old), 'qrCodeInvalid', { because: 'replaced by a newer one' });
    await expect(xiamenHospital.scans(fresh)).resolves.toMatchObject(citizen.identity);
  });

  it('leaves the values of other displays alone', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const [one, other] = [await citizen.shows({ in: stage.fujian }), await citizen.shows({ in: stage.fujian })];
    await citizen.shows({ in: stage.fujian, refreshing: one });
    await expect(xiamenHospital.scans(other)).resolves.toMatchObject(citizen.identity);
  });

  it('is refused when it is another person\'s, another province\'s or nobody\'s', async () => {
    const { stage, activated } = cast;
    const [citizen, other] = [await activated({ insuredIn: [xiamen] }), await activated({ insuredIn: [xiamen] })];
    const foreign = [await other.shows({ in: stage.fujian }), await citizen.shows({ in: stage.guangdong }), { showId: 'nobody-s' }];
    for (const refreshing of foreign) {
      await expectRefusedWithoutTrace(stage, () => citizen.shows({ in: stage.fujian, refreshing }), 'displayIdInvalid');
    }
  });

  it('refreshes an expired value, and is itself refused after half an hour', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const old = await citizen.shows({ in: stage.fujian });
    stage.clock.passes({ seconds: 61 });
    await expectRefusal(xiamenHospital.scans(old), 'qrCodeInvalid', { because: 'expired' });
    const fresh = await citizen.shows({ in: stage.fujian, refreshing: old });
    await expect(xiamenHospital.scans(fresh)).resolves.toMatchObject(citizen.identity);
    stage.clock.passes({ minutes: 30 });
    await expectRefusedWithoutTrace(stage, () => citizen.shows({ in: stage.fujian, refreshing: old }), 'displayIdInvalid');
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
