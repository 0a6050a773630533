import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refuse } from '../../src/protocol/refusal.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectRefusal } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { scriptedInsurer, type InsuranceOrder, type InsuranceScript } from './stage/scripted-insurer.js';

let cast: Cast;
let citizen: Citizen;
/** What the local core business system of 福建 does with the next orders, and which it got. */
let script: InsuranceScript;
let orders: InsuranceOrder[];

beforeAll(async () => {
  cast = await openStageWithCast();
  const { stage, activated } = cast;
  citizen = await activated({ insuredIn: [xiamen] });
  const obey: InsuranceScript = (order) => {
    orders.push(order);
    return script(order);
  };
  await stage.fujian.insurer.stops();
  await stage.fujian.insurer.starts(scriptedInsurer(obey, { clock: stage.clock }));
});
beforeEach(() => { orders = []; });
afterAll(() => cast.stage.close());

const pays: InsuranceScript = ({ totalFen }) => ({ fundFen: totalFen, personalAccountFen: 0, cashFen: 0, settledAt: cast.stage.clock.now() });
const scanned = async () => cast.xiamenHospital.scans(await citizen.shows({ in: cast.stage.fujian }));
const stateOf = async (institutionSerialNo: string) => {
  const rows = await cast.stage.fujian.tier.rows<{ state: string }>('SELECT state FROM settlement WHERE institution_serial_no = ?', [institutionSerialNo]);
  return rows.map(({ state }) => state);
};

describe('when the local core business system refuses', () => {
  it('gives its refusal and whose it is, and lets go of the token: the settlement may be asked for again under the same number', async () => {
    const { xiamenHospital } = cast;
    script = () => { throw refuse('insuredPlaceMissing', { diagnosis: 'insured nowhere today' }); };
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    const refusal = { because: 'insured nowhere today', origin: 'insurance-system:35' };
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'insuredPlaceMissing', refusal);
    expect(await stateOf(institutionSerialNo)).toEqual(['refused']);
    expect(await xiamenHospital.checks(scan.ecToken, citizen)).toHaveProperty('flag', '1');
    script = pays;
    const receipt = await xiamenHospital.settles(scan, { institutionSerialNo });
    expect(await stateOf(institutionSerialNo)).toEqual(['settled']);
    expect(orders.map(({ settlementNo }) => settlementNo)).toEqual([receipt.settlementNo, receipt.settlementNo]);
  });

  it('lets the token serve another settlement instead', async () => {
    const { xiamenHospital } = cast;
    script = () => { throw refuse('insuredPlaceMissing'); };
    const scan = await scanned();
    await expectRefusal(xiamenHospital.settles(scan), 'insuredPlaceMissing', { origin: 'insurance-system:35' });
    script = pays;
    await expect(xiamenHospital.settles(scan, { totalFen: 777 })).resolves.toMatchObject({ totalFen: 777, fundFen: 777 });
  });

  it('lets the same number be asked again with a token of a new code', async () => {
    const { xiamenHospital } = cast;
    script = () => { throw refuse('insuredPlaceMissing'); };
    const institutionSerialNo = xiamenHospital.nextSerialNo();
    await expectRefusal(xiamenHospital.settles(await scanned(), { institutionSerialNo }), 'insuredPlaceMissing', { origin: 'insurance-system:35' });
    script = pays;
    await expect(xiamenHospital.settles(await scanned(), { institutionSerialNo })).resolves.toHaveProperty('institutionSerialNo', institutionSerialNo);
  });
});

describe('when nobody knows whether it settled', () => {
  /** Ends of an order after which the province cannot know: each must leave it asked for, and the token held. */
  const unknown: [string, InsuranceScript, 'unknownError' | 'timeout', string | undefined][] = [
    ['a fault on its side', () => { throw new Error('disk full'); }, 'unknownError', 'insurance-system:35'],
    ['a timeout of its own', () => { throw refuse('timeout'); }, 'timeout', 'insurance-system:35'],
    ['shares that do not add up', (order) => ({ fundFen: order.totalFen, personalAccountFen: 1, cashFen: 0, settledAt: 1 }), 'unknownError', undefined],
    ['shares that are no amounts', (order) => ({ fundFen: order.totalFen + 1, personalAccountFen: -1, cashFen: 0, settledAt: 1 }), 'timeout', undefined],
  ];

  it.each(unknown)('keeps the order after %s, takes it up again, and settles once', async (_what, fails, name, origin) => {
    const { stage, xiamenHospital } = cast;
    script = fails;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), name, { origin });
    expect(await stateOf(institutionSerialNo)).toEqual(['requested']);
    await expectRefusal(xiamenHospital.settles(scan, { totalFen: 1 }), 'tokenInvalid', { because: 'serves another settlement' });
    script = pays;
    stage.clock.passes({ seconds: 31 });
    await stage.fujian.takesUpUnfinishedSettlements();
    expect(await stateOf(institutionSerialNo)).toEqual(['settled']);
    const [receipt, asked] = [await xiamenHospital.settles(scan, { institutionSerialNo }), orders.length];
    expect(receipt).toMatchObject({ totalFen: 12_345, fundFen: 12_345, institutionSerialNo });
    expect(new Set(orders.map(({ settlementNo }) => settlementNo))).toEqual(new Set([receipt.settlementNo]));
    await stage.fujian.takesUpUnfinishedSettlements();
    expect(orders).toHaveLength(asked);
  });

  it('goes on at once when the institution asks again', async () => {
    const { xiamenHospital } = cast;
    script = () => { throw refuse('timeout'); };
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'timeout', { origin: 'insurance-system:35' });
    script = pays;
    const receipt = await xiamenHospital.settles(scan, { institutionSerialNo });
    expect(orders.map(({ settlementNo }) => settlementNo)).toEqual([receipt.settlementNo, receipt.settlementNo]);
  });

  it('keeps the order while the system is not there at all', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    await stage.fujian.insurer.stops();
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'timeout');
    expect(await stateOf(institutionSerialNo)).toEqual(['requested']);
    await stage.fujian.insurer.starts();
    await expect(xiamenHospital.settles(scan, { institutionSerialNo })).resolves.toHaveProperty('institutionSerialNo', institutionSerialNo);
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
