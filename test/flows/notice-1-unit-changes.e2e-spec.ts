import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { Hospital } from './stage/designated-institution.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { fuzhou, guangzhou, xiamen } from './stage/places.js';
import type { Province } from './stage/province.js';
import { snapshot } from './stage/snapshot.js';
import { inventedCreditCode, type Unit } from './stage/unit.js';

let cast: Cast;
let chief: Citizen;
let successor: Citizen;
let hangzhouHospital: Hospital;
beforeAll(async () => {
  cast = await openStageWithCast({ provinces: ['35', '44', '33'] });
  const { stage } = cast;
  hangzhouHospital = await stage.centre.registersHospital({ orgId: 'H33010600005', name: '杭州示例医院', division: '330106' }, stage.zhejiang);
  chief = await cast.activated({ name: '甄法定', insuredIn: [xiamen] });
  successor = await cast.activated({ name: '甄继任', insuredIn: [guangzhou] });
  for (const citizen of [chief, successor]) await citizen.authorizes(cast.partner);
  await stage.converged();
});
afterAll(() => cast.stage.close());

const choosing = xiamen;

/** Registered in 福建 and 广东, fetched in 浙江, with an agent, two channels, and in each province a code on the screen and a token at a hospital. */
async function inFullUse() {
  const { stage, app, partner, xiamenHospital, guangzhouHospital } = cast;
  const unit = await stage.unit({ representative: chief, registeredIn: [xiamen, guangzhou] });
  await unit.activatesThrough(app);
  await unit.authorizes(partner);
  const agent = await cast.activated({ name: '贾经办', insuredIn: [xiamen] });
  await unit.appoints(agent, app);
  await stage.converged();
  const uses = [];
  const places: [Province, Hospital][] = [[stage.fujian, xiamenHospital], [stage.guangdong, guangzhouHospital], [stage.zhejiang, hangzhouHospital]];
  for (const [province, hospital] of places) {
    const scan = await hospital.scansUnit(await unit.shows({ in: province, choosing }));
    const screens = [await unit.shows({ in: province, choosing }), await unit.shows({ in: province, choosing, by: agent }), await unit.shows({ in: province, choosing, through: partner })];
    uses.push({ province, hospital, scan, screens });
  }
  const { unit: record } = await stage.fujian.fetchesUnit(unit.authorizationCodeIn(app), app);
  return { unit, agent, uses, credentialNumber: record.credentialNumber };
}

type Uses = Awaited<ReturnType<typeof inFullUse>>['uses'];

/** Nothing that was made of the former credential works anywhere. */
async function expectVoid(unit: Unit, agent: Citizen, uses: Uses): Promise<void> {
  const { stage, app, partner } = cast;
  for (const { province, hospital, scan, screens } of uses) {
    for (const screen of screens) await expectRefusedWithoutTrace(stage, () => hospital.scansUnit(screen), 'qrCodeInvalid', { because: 'void' });
    await expectRefusedWithoutTrace(stage, () => hospital.checksUnit(scan.ecToken, unit), 'tokenInvalid', { because: 'void' });
    const shows = [() => unit.shows({ in: province, choosing, through: app }), () => unit.shows({ in: province, choosing, by: agent, through: app })];
    for (const act of shows) await expectRefusedWithoutTrace(stage, act, 'credentialNotFound', { because: 'superseded' });
    await expectRefusedWithoutTrace(stage, () => unit.shows({ in: province, choosing, through: partner }), 'channelNotAuthorizedByPerson');
  }
  await expectRefusedWithoutTrace(stage, () => app.atNational('listAgents', unit.codesIn(app)), 'channelNotAuthorizedByPerson', { because: 'revoked' });
}

const stateIn = async (province: Province, credentialNumber: string): Promise<unknown> =>
  (await province.tier.rows('SELECT state FROM electronic_credential WHERE credential_number = ?', [credentialNumber]))[0];

describe('4.4, INT-68: a change of name, credit code or legal representative', () => {
  it.each([
    ['name', { unitName: '更名示例有限公司' }], ['credit code', { creditCode: inventedCreditCode(900_001) }], ['legal representative', {}],
  ])('of the %s makes everything of the former credential void in every province that holds something of it', async (what, next) => {
    const { stage } = cast;
    const { unit, agent, uses, credentialNumber } = await inFullUse();
    const changed = unit.becoming(what === 'legal representative' ? { representative: successor } : next);
    expect(await stage.guangdong.reportsUnitChange(unit, changed)).toBe('registered');
    await stage.converged();
    for (const { province } of uses) expect(await stateIn(province, credentialNumber)).toEqual({ state: 'superseded' });
    await expectVoid(unit, agent, uses);
    expect(await cast.app.atNational('queryUnitState', changed.identity)).toMatchObject({ credentialState: 'registered', next: 'activate' });
  });

  it('leads to activation anew, by the new representative alone; former agents do not come back', async () => {
    const { stage, app, xiamenHospital } = cast;
    const { unit, agent, uses, credentialNumber } = await inFullUse();
    const changed = unit.becoming({ representative: successor });
    await stage.centre.changesUnit(unit, changed);
    await expectRefusedWithoutTrace(stage, () => unit.activatesThrough(app), 'forbidden', { because: 'legal representative' });
    await changed.activatesThrough(app);
    await stage.converged();
    const { unit: record } = await stage.fujian.fetchesUnit(changed.authorizationCodeIn(app), app);
    expect(record).toMatchObject({ credentialNumber, state: 'activated', mandates: [{ role: 'representative' }] });
    await expect(xiamenHospital.scansUnit(await changed.shows({ in: stage.fujian, choosing }))).resolves.toMatchObject({ ...unit.identity, userName: successor.userName });
    for (const by of [chief, agent]) await expectRefusedWithoutTrace(stage, () => changed.shows({ in: stage.fujian, choosing, by }), 'forbidden');
    for (const { hospital, scan, screens } of uses) {
      await expectRefusal(hospital.checksUnit(scan.ecToken, unit), 'tokenInvalid', { because: 'void' });
      for (const screen of screens) await expectRefusal(hospital.scansUnit(screen), 'qrCodeInvalid', { because: 'void' });
    }
  });

  it('gives another number with another name, and the former one back with the former name, not activated (INT-44)', async () => {
    const { stage, app } = cast;
    const { unit, credentialNumber } = await inFullUse();
    const renamed = unit.becoming({ unitName: '更名示例有限公司' });
    await stage.fujian.reportsUnitChange(unit, renamed);
    await renamed.activatesThrough(app);
    await stage.converged();
    expect((await stage.fujian.fetchesUnit(renamed.authorizationCodeIn(app), app)).unit.credentialNumber).not.toBe(credentialNumber);
    await stage.fujian.reportsUnitChange(renamed, unit);
    expect(await app.atNational('queryUnitState', unit.identity)).toMatchObject({ credentialState: 'registered', authorizationState: 'revoked' });
    await unit.activatesThrough(app);
    expect((await stage.fujian.fetchesUnit(unit.authorizationCodeIn(app), app)).unit.credentialNumber).toBe(credentialNumber);
  });

  it('follows a representative whose own name has changed: nobody acts until the unit is reported with the new one', async () => {
    const { stage, app, activated, xiamenHospital } = cast;
    const representative = await activated({ name: '甄旧名', insuredIn: [xiamen] });
    const unit = await stage.unit({ representative, registeredIn: [xiamen] });
    await unit.activatesThrough(app);
    const shown = await unit.shows({ in: stage.fujian });
    const renamed = representative.becoming({ userName: '甄新名' });
    await stage.fujian.reportsChange(representative.identity, renamed.identity);
    await stage.converged();
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(shown), 'qrCodeInvalid', { because: 'void' });
    await renamed.activatesThrough(app);
    await stage.converged();
    await expectRefusedWithoutTrace(stage, () => unit.shows({ in: stage.fujian, by: renamed }), 'forbidden', { because: 'nobody who may act' });
    const reported = unit.becoming({ representative: renamed });
    await stage.fujian.reportsUnitChange(unit, reported);
    await reported.activatesThrough(app);
    await stage.converged();
    await expect(xiamenHospital.scansUnit(await reported.shows({ in: stage.fujian }))).resolves.toHaveProperty('userName', '甄新名');
  });

  it('tells no province of a credential that was never activated', async () => {
    const { stage } = cast;
    const unit = await stage.unit({ representative: chief, registeredIn: [xiamen] });
    const before = await snapshot(stage.tiers);
    await stage.fujian.reportsUnitChange(unit, unit.becoming({ unitName: '更名示例有限公司' }));
    await expectChanges(stage, before, {
      'national unit': 'rewritten', 'national unit_representative': 'rewritten', 'national electronic_credential': 1, 'national former_identity': 1,
      'national idempotency_record': 1, 'national journal_entry': 1,
    });
  });

  it('is not needed where a pooling area comes: every province that holds the unit is told of it', async () => {
    const { stage, xiamenHospital } = cast;
    const { unit } = await inFullUse();
    await stage.fujian.reportsUnit(unit, fuzhou);
    await stage.converged();
    const choice = await unit.asksToShow({ in: stage.zhejiang, choosing: fuzhou });
    expect(choice.poolingArea).toBe(fuzhou);
    await expect(xiamenHospital.scansUnit(await unit.shows({ in: stage.fujian, choosing: fuzhou }))).resolves.toHaveProperty('insuOrg', fuzhou);
  });
});

describe('who may report a change, and which', () => {
  it('is a province where the unit is registered, or the management centre', async () => {
    const { stage } = cast;
    const unit = await stage.unit({ representative: chief, registeredIn: [xiamen] });
    const act = () => stage.guangdong.reportsUnitChange(unit, unit.becoming({ unitName: '更名示例有限公司' }));
    await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'data.creditCode', because: 'province 44' });
  });

  it('must name a unit of the register, and something that changes into what is nobody else\'s', async () => {
    const { stage } = cast;
    const [unit, other] = [await stage.unit({ representative: chief, registeredIn: [xiamen] }), await stage.unit({ representative: chief, registeredIn: [xiamen] })];
    const unknown = stage.unknownUnit({ representative: chief, registeredIn: [xiamen] });
    const reports = (from: Unit, to: Unit) => () => stage.fujian.reportsUnitChange(from, to);
    await expectRefusedWithoutTrace(stage, reports(unknown, unit), 'personNotFound', { naming: 'data.creditCode' });
    await expectRefusedWithoutTrace(stage, reports(unit.becoming({ unitName: '更名示例有限公司' }), unit), 'realNameFailed', { naming: 'data.unitName' });
    await expectRefusedWithoutTrace(stage, reports(unit, unit), 'badRequest', { because: 'the same as before' });
    const respelt = unit.becoming({ unitName: unit.unitName.replace('（集团）', '(集团)') });
    await expectRefusedWithoutTrace(stage, reports(unit, respelt), 'badRequest', { because: 'the same as before' });
    const taken = unit.becoming({ creditCode: other.creditCode });
    await expectRefusedWithoutTrace(stage, reports(unit, taken), 'badRequest', { naming: 'data.newCreditCode', because: 'another unit' });
  });

  it('is not undone by a report of the former code, nor does another unit take it over with the name', async () => {
    const { stage } = cast;
    const [unit, other] = [await stage.unit({ representative: chief, registeredIn: [xiamen] }), await stage.unit({ representative: chief, registeredIn: [xiamen] })];
    await stage.fujian.reportsUnitChange(unit, unit.becoming({ creditCode: inventedCreditCode(900_002) }));
    await expectRefusedWithoutTrace(stage, () => stage.guangdong.reportsUnit(unit, guangzhou), 'badRequest', { naming: 'data.creditCode', because: 'former' });
    const act = () => stage.fujian.reportsUnitChange(other, other.becoming(unit.identity));
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.newCreditCode', because: 'was the code of another unit' });
    const heir = unit.becoming({ unitName: '另一示例有限公司' });
    await stage.fujian.reportsUnit(heir, xiamen);
    const takesName = () => stage.fujian.reportsUnitChange(heir, unit);
    await expectRefusedWithoutTrace(stage, takesName, 'badRequest', { naming: 'data.newCreditCode', because: 'was the code of another unit' });
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
