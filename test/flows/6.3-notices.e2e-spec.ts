import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { DesignatedInstitution } from './stage/designated-institution.js';
import { expectJournalsWhole, expectRefusal } from './stage/expectations.js';
import type { Meddler } from './stage/meddler.js';
import { fuzhou, guangzhou, hangzhou, xiamen } from './stage/places.js';
import type { Province } from './stage/province.js';

/** 挂号, table C.1. */
const REGISTRATION = '01101';

let cast: Cast;
/** Insured in 厦门, 广州 and 杭州. */
let citizen: Citizen;
let meddler: Meddler | undefined;
beforeAll(async () => {
  cast = await openStageWithCast({ provinces: ['35', '44', '33'], onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen, guangzhou, hangzhou], businessPlace: xiamen });
});
afterAll(async () => {
  await meddler?.leaves();
  await cast.stage.close();
});

/** What a province's local core business system finds of what other insured places have completed, the latest first. */
const noticesAt = ({ tier, insurer, coreUrl }: Province, person = citizen) =>
  insurer.speakerTo(tier.name).ask(coreUrl, transactions.findNotices, person.identity);

const referencesAt = async (province: Province, person = citizen): Promise<string[]> =>
  (await noticesAt(province, person)).notices.map(({ referenceNo }) => referenceNo).toReversed();

/** One whole business: code, scan, handling; for the pooling area that is chosen. */
async function business(institution: DesignatedInstitution, where: Province, choosing: string, who = citizen) {
  const code = await who.shows({ in: where, choosing });
  return institution.hasHandled(await institution.scans(code, { businessType: REGISTRATION }), { businessType: REGISTRATION });
}

describe('6.3.2.2 d 若参保人多地参保，业务完成后，通过国家医疗保障信息平台将相关信息推送给其他参保地', () => {
  it('tells the provinces of the other insured places, each once, through national', async () => {
    const { stage, xiamenHospital } = cast;
    let receipt: Awaited<ReturnType<typeof business>> | undefined;
    const heard = await stage.heard(async () => {
      receipt = await business(xiamenHospital, stage.fujian, xiamen);
      await stage.converged();
    });
    expect(heard.filter((line) => line.includes('notice')).toSorted()).toEqual([
      'national → province:33 ec.sync.notice 0', 'national → province:44 ec.sync.notice 0', 'province:35 → national ec.notice.completed 0',
    ]);
    const notice = {
      referenceNo: receipt?.handlingNo, kind: 'handling', insuOrg: xiamen, businessProvince: '35', businessType: REGISTRATION, completedAt: receipt?.handledAt,
    };
    for (const province of [stage.guangdong, stage.zhejiang]) {
      expect(await noticesAt(province)).toMatchObject({ total: 1, notices: [notice] });
    }
    expect(await noticesAt(stage.fujian)).toEqual({ total: 0, notices: [] });
  });

  it('has the insured place that handled it tell the others, the business place among them when it insures the person too', async () => {
    const { stage, guangzhouHospital } = cast;
    const { handlingNo } = await business(guangzhouHospital, stage.guangdong, hangzhou);
    await stage.converged();
    expect(await referencesAt(stage.guangdong)).toContain(handlingNo);
    expect(await referencesAt(stage.fujian)).toContain(handlingNo);
    expect(await referencesAt(stage.zhejiang)).not.toContain(handlingNo);
    expect((await noticesAt(stage.fujian)).notices[0]).toMatchObject({ insuOrg: hangzhou, businessProvince: '44' });
  });

  it('tells of settlements, at home and away from home', async () => {
    const { stage, xiamenHospital, guangzhouHospital } = cast;
    const home = await xiamenHospital.settles(await xiamenHospital.scans(await citizen.shows({ in: stage.fujian, choosing: xiamen })));
    const away = await guangzhouHospital.settles(await guangzhouHospital.scans(await citizen.shows({ in: stage.guangdong, choosing: xiamen })));
    await stage.converged();
    for (const province of [stage.guangdong, stage.zhejiang]) {
      const { notices } = await noticesAt(province);
      expect(notices.slice(0, 2)).toMatchObject([
        { referenceNo: away.settlementNo, kind: 'settlement', insuOrg: xiamen, businessProvince: '44', completedAt: away.settledAt },
        { referenceNo: home.settlementNo, kind: 'settlement', insuOrg: xiamen, businessProvince: '35', completedAt: home.settledAt },
      ]);
    }
  });

  it('tells of a settlement that is taken back', async () => {
    const { stage, guangzhouHospital } = cast;
    const receipt = await guangzhouHospital.settles(await guangzhouHospital.scans(await citizen.shows({ in: stage.guangdong, choosing: xiamen })));
    const { reversedAt } = await guangzhouHospital.reverses(receipt);
    await stage.converged();
    const { notices } = await noticesAt(stage.zhejiang);
    expect(notices.slice(0, 2)).toMatchObject([
      { referenceNo: receipt.settlementNo, kind: 'reversal', completedAt: reversedAt }, { referenceNo: receipt.settlementNo, kind: 'settlement' },
    ]);
  });

  it('tells nobody where one province alone insures the person, in however many areas', async () => {
    const { stage, activated, xiamenHospital } = cast;
    const local = await activated({ insuredIn: [xiamen, fuzhou] });
    const heard = await stage.heard(async () => {
      await business(xiamenHospital, stage.fujian, fuzhou, local);
      await stage.converged();
    });
    expect(heard.filter((line) => line.includes('notice'))).toEqual([]);
  });

  it('tells nothing of what was refused, and nothing twice of what is asked twice', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await xiamenHospital.scans(await citizen.shows({ in: stage.fujian, choosing: xiamen }), { businessType: REGISTRATION });
    const said = { businessType: REGISTRATION, institutionSerialNo: 'N-1' };
    await stage.fujian.insurer.stops();
    await expectRefusal(xiamenHospital.hasHandled(scan, said), 'timeout');
    await stage.fujian.insurer.starts();
    await stage.converged();
    const before = (await noticesAt(stage.guangdong)).total;
    await Promise.all(Array.from({ length: 5 }, () => xiamenHospital.hasHandled(scan, said)));
    await xiamenHospital.hasHandled(scan, said);
    await stage.converged();
    expect((await noticesAt(stage.guangdong)).total).toBe(before + 1);
  });

  it('keeps what cannot be delivered, and delivers it in the order of completion', async () => {
    const { stage, xiamenHospital } = cast;
    await stage.zhejiang.tier.stops();
    const done: string[] = [];
    for (let nth = 0; nth < 4; nth += 1) done.push((await business(xiamenHospital, stage.fujian, xiamen)).handlingNo);
    await stage.zhejiang.tier.starts();
    await stage.converged(20_000);
    expect((await referencesAt(stage.zhejiang)).slice(-4)).toEqual(done);
    expect((await referencesAt(stage.guangdong)).slice(-4)).toEqual(done);
  });

  it('notes each once although its receipts get lost', async () => {
    const { stage, xiamenHospital } = cast;
    const before = (await noticesAt(stage.guangdong)).total;
    meddler = await stage.guangdong.tier.standsBehind(({ reply, nth }) => (nth <= 3 ? 'hang up' : reply));
    const done = [(await business(xiamenHospital, stage.fujian, xiamen)).handlingNo, (await business(xiamenHospital, stage.fujian, xiamen)).handlingNo];
    await stage.converged(20_000);
    expect(meddler.count).toBeGreaterThan(4);
    expect((await noticesAt(stage.guangdong)).total).toBe(before + 2);
    expect((await referencesAt(stage.guangdong)).slice(-2)).toEqual(done);
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
