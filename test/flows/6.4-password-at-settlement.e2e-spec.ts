import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { Scan } from './stage/designated-institution.js';
import { expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';

let cast: Cast;

beforeAll(async () => {
  cast = await openStageWithCast({ provinceOverrides: { passwordPolicy: { default: 'none', byBusinessType: { '01301': 'settlement' } } } });
});
afterAll(() => cast.stage.close());

const somebody = (): Promise<Citizen> => cast.activated({ insuredIn: [xiamen] });
const scanned = async (citizen: Citizen): Promise<Scan> => cast.xiamenHospital.scans(await citizen.shows({ in: cast.stage.fujian }));

/** Every text that stands in any database of the stage. */
async function everythingWritten(): Promise<string> {
  return (await Promise.all(cast.stage.tiers.map((tier) => tier.everything()))).join('\n');
}

describe('4.2 密码应用场景由业务对应的省级医保主管部门确定: at settlement', () => {
  it('settles with the right password, which national verifies before the order is written', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const scan = await scanned(citizen);
    const heard = await stage.heard(() => xiamenHospital.settles(scan, { password: citizen.password }));
    expect(heard).toEqual([
      'province:35 → national ec.password.verify 0', 'insurance-system:35 → province:35 ec.verify 0', 'province:35 → insurance-system:35 ec.insurance.settle 0',
      `institution:${xiamenHospital.orgId} → province:35 ec.settle 0`,
    ]);
  });

  it('asks for it (-2) when it is missing, and nothing happens', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned(await somebody());
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.settles(scan), 'badRequest', { naming: 'data.password', because: 'asks for it at settlement' });
  });

  it('refuses a wrong one (500004): no order is written, the token stays as it is, and the right one settles', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const [scan, institutionSerialNo] = [await scanned(citizen), xiamenHospital.nextSerialNo()];
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo, password: '908172' }), 'passwordWrong', { origin: 'national' });
    expect(await stage.fujian.tier.count('settlement', 'institution_serial_no = ?', [institutionSerialNo])).toBe(0);
    expect(await xiamenHospital.checks(scan.ecToken, citizen)).toMatchObject({ flag: '1' });
    await expect(xiamenHospital.settles(scan, { institutionSerialNo, password: citizen.password })).resolves.toHaveProperty('institutionSerialNo', institutionSerialNo);
  });

  it('never takes it in the clear (-2), whether it is asked for or not', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const scan = await scanned(citizen);
    const inTheClear = { travel: { signType: 'SM2', encType: 'plain' } } as const;
    const act = () => xiamenHospital.settles(scan, { password: citizen.password }, inTheClear);
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.password', because: 'encrypted' });
  });

  it('is not asked for by a repeat of an order that is written', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const [scan, institutionSerialNo] = [await scanned(citizen), xiamenHospital.nextSerialNo()];
    const receipt = await xiamenHospital.settles(scan, { institutionSerialNo, password: citizen.password });
    const heard = await stage.heard(async () => { expect(await xiamenHospital.settles(scan, { institutionSerialNo })).toEqual(receipt); });
    expect(heard).toEqual([`institution:${xiamenHospital.orgId} → province:35 ec.settle 0`]);
  });

  it('is not asked for by pre-settlement, nor by a business type the policy leaves out', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const citizen = await somebody();
    await expect(xiamenHospital.previews(await scanned(citizen))).resolves.toHaveProperty('insuOrg', xiamen);
    const atPharmacy = await xiamenPharmacy.scans(await citizen.shows({ in: stage.fujian }));
    await expect(xiamenPharmacy.settles(atPharmacy)).resolves.toHaveProperty('businessType', '02121');
  });

  it('stands in no database', async () => {
    const written = await everythingWritten();
    expect(written).toContain('ec.password.verify');
    expect(written).not.toMatch(/\b(274913|908172)\b/);
  });

  it('is refused with 500033 while national is not there', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const scan = await scanned(citizen);
    await stage.national.stops();
    await expectRefusal(xiamenHospital.settles(scan, { password: citizen.password }), 'nationalRequestFailed');
    expect(await stage.fujian.tier.count('settlement', "state = 'requested'")).toBe(0);
    expect(await stage.fujian.tier.rows('SELECT 1 AS held FROM ec_token WHERE settlement_no IS NOT NULL AND consumed_at IS NULL')).toEqual([]);
  });
});
