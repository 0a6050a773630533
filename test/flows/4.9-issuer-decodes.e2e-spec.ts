import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';
import type { Speaker } from './stage/speaker.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

/** A code as a province would issue it, which nobody issued. */
const inventedCode = (province: string): string => `424${'1'.repeat(17)}22${province}0000`;

describe('4.9 省级电子凭证业务中台具备电子凭证二维码的生成、解码、验证等功能', () => {
  it('gives each province codes that name it', async () => {
    const { stage } = cast;
    expect((await citizen.shows({ in: stage.fujian })).ecQrCode.slice(22, 24)).toBe('35');
    expect((await citizen.shows({ in: stage.guangdong })).ecQrCode.slice(22, 24)).toBe('44');
  });

  it('keeps code values to the issuer: no other database holds a row of it, not even the national one', async () => {
    const { stage } = cast;
    const others = async () => [await stage.guangdong.tier.count('qr_code'), await stage.national.count('qr_code')];
    const before = await others();
    await citizen.shows({ in: stage.fujian });
    expect(await others()).toEqual(before);
  });

  it('decodes once, whichever of two provinces scans first', async () => {
    const { stage, xiamenHospital, guangzhouHospital } = cast;
    for (let round = 0; round < 5; round += 1) {
      const code = await citizen.shows({ in: stage.fujian });
      const ends = await Promise.allSettled([xiamenHospital.scans(code), guangzhouHospital.scans(code)]);
      expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });
});

describe('4.9 电子凭证二维码仅由发码方负责解码，跨省应用时通过国家医疗保障局信息平台交换数据', () => {
  it('asks nobody but the issuer', async () => {
    const { stage, guangzhouHospital, xiamenHospital } = cast;
    const heard = await stage.heard(async () => {
      await expectRefusal(guangzhouHospital.scans(inventedCode('35')), 'qrCodeInvalid', { because: 'no such code was issued here', origin: 'province:35' });
      await expectRefusal(xiamenHospital.scans(inventedCode('35')), 'qrCodeInvalid', { because: 'no such code was issued here' });
    });
    expect(heard).toEqual([
      'national → province:35 ec.remote.decode 500049', 'province:44 → national ec.exchange.decode 500049',
      `institution:${guangzhouHospital.orgId} → province:44 ec.query 500049`, `institution:${xiamenHospital.orgId} → province:35 ec.query 500049`,
    ]);
  });

  it('says which province could not be asked', async () => {
    const act = () => cast.guangzhouHospital.scans(inventedCode('11'));
    await expectRefusedWithoutTrace(cast.stage, act, 'timeout', { origin: 'province:11' });
  });

  it('routes by the province, not by the extension after it', async () => {
    const { stage, guangzhouHospital } = cast;
    const { ecQrCode } = await citizen.shows({ in: stage.fujian });
    const act = () => guangzhouHospital.scans(`${ecQrCode.slice(0, 24)}0001`);
    await expectRefusedWithoutTrace(stage, act, 'qrCodeInvalid', { because: 'no such code was issued here', origin: 'province:35' });
  });
});

describe('who may ask for a remote decode', () => {
  const question = async () => ({ ecQrCode: (await citizen.shows({ in: cast.stage.fujian })).ecQrCode, orgId: 'H44010400003', businessType: '01301' });

  it('is the national tier at a province, and a province at the national tier; the code stays good for others', async () => {
    const { stage, xiamenHospital, app } = cast;
    const asked = await question();
    const insurer = stage.fujian.insurer.speakerTo('province:35');
    const intruders: [Speaker, typeof transactions.remoteDecode, string][] = [
      [xiamenHospital.speaker, transactions.remoteDecode, stage.fujian.coreUrl],
      [app.speaker, transactions.remoteDecode, stage.fujian.coreUrl],
      [insurer, transactions.remoteDecode, stage.fujian.coreUrl],
      [app.speaker, transactions.exchangeDecode, stage.national.coreUrl],
    ];
    for (const [intruder, row, at] of intruders) {
      await expectRefusedWithoutTrace(stage, () => intruder.ask(at, row, asked), 'forbidden', { naming: 'transType', because: 'is open to' });
    }
    await expect(xiamenHospital.scans(asked.ecQrCode)).resolves.toMatchObject(citizen.identity);
  });

  it('is answered in the core zone only', async () => {
    const { stage } = cast;
    const asked = await question();
    const act = () => stage.guangdong.tier.speakerTo('national').ask(stage.national.publicServiceUrl, transactions.exchangeDecode, asked);
    await expectRefusedWithoutTrace(stage, act, 'badAddress', { naming: 'transType', because: 'core zone' });
  });
});

describe('when a tier is away', () => {
  it('leaves everything inside a province as it was; what needs national says so', async () => {
    const { stage, xiamenHospital, guangzhouHospital, activated } = cast;
    const traveller = await activated({ insuredIn: [guangzhou] });
    const homeCode = await citizen.shows({ in: stage.fujian });
    await stage.national.stops();
    try {
      const scan = await xiamenHospital.scans(await citizen.shows({ in: stage.fujian }));
      await expect(xiamenHospital.settles(scan)).resolves.toHaveProperty('settlementNo');
      await expectRefusal(guangzhouHospital.scans(homeCode), 'nationalRequestFailed', { because: 'ECONNREFUSED' });
      await expectRefusal(traveller.shows({ in: stage.fujian }), 'nationalRequestFailed');
    } finally {
      await stage.national.starts();
    }
    await expect(guangzhouHospital.scans(homeCode)).resolves.toMatchObject(citizen.identity);
    await expect(traveller.shows({ in: stage.fujian })).resolves.toHaveProperty('poolingArea', guangzhou);
  });

  it('says whose province does not answer, and the code is good again when it does', async () => {
    const { stage, guangzhouHospital } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    await stage.fujian.tier.stops();
    try {
      await expectRefusal(guangzhouHospital.scans(code), 'timeout', { origin: 'province:35' });
    } finally {
      await stage.fujian.tier.starts();
    }
    await expect(guangzhouHospital.scans(code)).resolves.toMatchObject(citizen.identity);
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
