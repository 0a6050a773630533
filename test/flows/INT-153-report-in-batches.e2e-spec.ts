import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { MOST_RECORDS } from '../../src/protocol/transactions/report-insured-batch.js';
import { inventedPerson } from '../../src/sandbox/population/invented-people.js';
import { believedBy } from './stage/believed-places.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectChanges, expectRefusedWithoutTrace } from './stage/expectations.js';
import { fuzhou, guangzhou, xiamen } from './stage/places.js';
import type { Identified } from './stage/province.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast(); });
afterAll(() => cast.stage.close());

interface Told {
  readonly idType: string;
  readonly idNo: string;
  readonly userName: string;
  readonly poolingArea: string;
  readonly insuranceType: string;
}

const told = ({ idType, idNo, userName }: Identified, poolingArea = xiamen, insuranceType = '310'): Told => (
  { idType, idNo, userName, poolingArea, insuranceType }
);

const reports = (records: readonly Told[]) => {
  const { national, fujian } = cast.stage;
  return fujian.tier.speakerTo('national').ask(national.coreUrl, transactions.reportInsuredBatch, { records });
};

const outcomes = async (records: readonly Told[]): Promise<string[]> => (await reports(records)).results.map(({ outcome, reason }) => reason ?? outcome);

describe('a province reports people in batches (INT-153)', () => {
  it('each record has a result of its own, in order; what is refused keeps nobody else out', async () => {
    const { stage } = cast;
    const [one, two, three, four] = [stage.stranger(), stage.stranger(), stage.stranger(), stage.stranger()];
    await stage.fujian.reports(four.becoming({ userName: '贾示例' }).identity, { poolingArea: xiamen, insuranceType: '310' });
    const before = await snapshot(stage.tiers);
    const { results } = await reports([
      told(one), told(two, guangzhou), told(one, fuzhou, '390'), told(three.becoming({ idNo: `${three.idNo.slice(0, 17)}?` })), told(four), told(one),
      told(one.becoming({ userName: '贾示例' })), told(one, xiamen, '390'),
    ]);
    expect(results.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'taken', 'otherProvince', 'taken', 'idNumber', 'nameDiffers', 'known', 'nameDiffers', 'taken',
    ]);
    expect(new Set(results.flatMap(({ credentialNumber }) => credentialNumber ?? [])).size).toBe(1);
    expect(await believedBy({ tier: stage.national }, one)).toEqual(['350100 390', '350200 390']);
    await expectChanges(stage, before, {
      'national insured_person': 1, 'national insured_place': 2, 'national electronic_credential': 1, 'national idempotency_record': 1, 'national journal_entry': 1,
    });
  });

  it('a batch that comes again, under whichever id, changes nothing', async () => {
    const { stage } = cast;
    const people = Array.from({ length: MOST_RECORDS }, (_, n) => told(inventedPerson(5, n)));
    expect(new Set(await outcomes(people))).toEqual(new Set(['taken']));
    const before = await snapshot(stage.tiers);
    const { results } = await reports(people);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['known']));
    expect(new Set(results.map(({ credentialNumber }) => credentialNumber)).size).toBe(MOST_RECORDS);
    await expectChanges(stage, before, { 'national idempotency_record': 1, 'national journal_entry': 1 });
  });

  it('a former document does not come back as somebody else (4.4)', async () => {
    const { stage } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    await stage.fujian.reportsChange(citizen.identity, citizen.becoming({ idNo: stage.stranger().idNo }).identity);
    expect(await outcomes([told(citizen)])).toEqual(['formerDocument']);
  });

  it('provinces are told of a new place of an active credential, once', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const heard = await stage.heard(async () => {
      expect(await outcomes([told(citizen, fuzhou), told(citizen, fuzhou)])).toEqual(['taken', 'known']);
      await stage.converged();
    });
    expect(heard).toEqual(['province:35 → national ec.person.report.batch 0', 'national → province:35 ec.sync.activation 0']);
    expect(await believedBy(stage.fujian, citizen)).toEqual(['350100 310', '350200 310']);
  });

  it('a batch that has not the form of one is refused as a whole, and nobody in it is taken', async () => {
    const { stage } = cast;
    const good = told(stage.stranger());
    const tooMany = Array.from({ length: MOST_RECORDS + 1 }, () => good);
    await expectRefusedWithoutTrace(stage, () => reports([good, { ...good, userName: '甄'.repeat(51) }]), 'badRequest', { naming: 'data.records[1].userName' });
    await expectRefusedWithoutTrace(stage, () => reports(tooMany), 'badRequest', { naming: 'data.records' });
    await expectRefusedWithoutTrace(stage, () => reports([]), 'badRequest', { naming: 'data.records' });
  });

  it('the longest names and numbers of a full batch still travel', async () => {
    const long = Array.from({ length: MOST_RECORDS }, (_, n) => told({ idType: '99', idNo: `证件${String(n).padStart(20, '0')}`, userName: '𠮷'.repeat(50) }));
    expect(new Set(await outcomes(long))).toEqual(new Set(['taken']));
  });
});
