import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildResidentId } from '../../src/protocol/identity-documents.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { Hospital } from './stage/designated-institution.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let hangzhouHospital: Hospital;
beforeAll(async () => {
  cast = await openStageWithCast({ provinces: ['35', '44', '33'] });
  const { stage } = cast;
  hangzhouHospital = await stage.centre.registersHospital({ orgId: 'H33010600005', name: '杭州示例医院', division: '330106' }, stage.provinces['33']);
  await stage.converged();
});
afterAll(() => cast.stage.close());

/** Reports the change and waits until every province knows. */
async function changed(from: Citizen, to: Citizen, through = cast.stage.fujian): Promise<void> {
  await through.reportsChange(from.identity, to.identity);
  await cast.stage.converged();
}

async function credentialNumberOf(citizen: Citizen): Promise<string> {
  const { stage, app } = cast;
  return (await stage.fujian.fetches(citizen.authorizationCodeIn(app), app)).credential.credentialNumber;
}

const stateIn = async (province: { tier: Cast['stage']['national'] }, credentialNumber: string): Promise<string | undefined> => {
  const [row] = await province.tier.rows<{ state: string }>('SELECT state FROM electronic_credential WHERE credential_number = ?', [credentialNumber]);
  return row?.state;
};

/** Insured in 福建 and 广东, fetched in 浙江, with a code on the screen and a token at a hospital in each. */
async function inFullUse() {
  const { stage, app, partner, activated, xiamenHospital, guangzhouHospital } = cast;
  const citizen = await activated({ name: '甄测试', insuredIn: [xiamen, guangzhou] });
  await citizen.authorizes(partner);
  await stage.converged();
  const places = [[stage.fujian, xiamenHospital], [stage.guangdong, guangzhouHospital], [stage.provinces['33'], hangzhouHospital]] as const;
  const uses = [];
  for (const [province, hospital] of places) {
    const scan = await hospital.scans(await citizen.shows({ in: province, choosing: xiamen }));
    uses.push({ province, hospital, scan, shown: await citizen.shows({ in: province, choosing: xiamen }) });
  }
  return { citizen, uses, codes: [citizen.authorizationCodeIn(app), citizen.authorizationCodeIn(partner)], credentialNumber: await credentialNumberOf(citizen) };
}

describe('4.4 当人员姓名、证件类型、证件号码信息发生变更时应重新激活', () => {
  it('makes everything of the former credential void in every province that holds a copy: insured, or a place of business', async () => {
    const { stage, app, partner } = cast;
    const { citizen, uses, codes: [inApp, inPartner], credentialNumber } = await inFullUse();
    await changed(citizen, citizen.becoming({ userName: '贾示例' }));
    for (const { province, hospital, scan, shown } of uses) {
      expect(await stateIn(province, credentialNumber)).toBe('superseded');
      await expectRefusedWithoutTrace(stage, () => hospital.scans(shown), 'qrCodeInvalid', { because: 'void' });
      await expectRefusedWithoutTrace(stage, () => hospital.checks(scan.ecToken, citizen.identity), 'tokenInvalid', { because: 'void' });
      await expectRefusedWithoutTrace(stage, () => hospital.settles(scan), 'tokenInvalid');
      await expectRefusedWithoutTrace(stage, () => app.asksForCode(province, { authorizationCode: inApp }), 'credentialNotFound', { because: 'superseded' });
      await expectRefusedWithoutTrace(stage, () => partner.asksForCode(province, { authorizationCode: inPartner }), 'channelNotAuthorizedByPerson');
    }
    await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, citizen.password), 'credentialNotFound');
    await expectRefusal(app.listsAuthorizations(inApp), 'channelNotAuthorizedByPerson');
  });

  it('leads to activation anew under the new identity, with a new number and without the old authorizations', async () => {
    const { stage, app, partner, xiamenHospital } = cast;
    const { citizen, credentialNumber } = await inFullUse();
    const renamed = citizen.becoming({ userName: '贾示例' });
    await changed(citizen, renamed);
    expect(await app.asksForState(renamed.identity)).toMatchObject({ credentialState: 'registered', next: 'activate' });
    await expectRefusal(app.asksForState(citizen.identity), 'realNameFailed');
    await renamed.activatesThrough(app, { password: '660742' });
    await stage.converged();
    expect(await credentialNumberOf(renamed)).not.toBe(credentialNumber);
    expect(await partner.asksForState(renamed.identity)).toMatchObject({ credentialState: 'activated', next: 'authorize' });
    const shown = await renamed.shows({ in: stage.fujian, choosing: xiamen });
    await expect(xiamenHospital.scans(shown)).resolves.toMatchObject(renamed.identity);
  });

  it('follows another id number just so; the former document is nobody\'s', async () => {
    const { stage, app, xiamenHospital } = cast;
    const { citizen, credentialNumber } = await inFullUse();
    const renumbered = citizen.becoming({ idNo: buildResidentId('350203', '19881224', '331') });
    await changed(citizen, renumbered, stage.guangdong);
    expect(await stateIn(stage.fujian, credentialNumber)).toBe('superseded');
    await expectRefusal(app.asksForState(citizen.identity), 'personNotFound');
    await renumbered.activatesThrough(app);
    await stage.converged();
    const shown = await renumbered.shows({ in: stage.fujian, choosing: guangzhou });
    await expect(xiamenHospital.scans(shown)).resolves.toMatchObject({ ...renumbered.identity, insuOrg: guangzhou });
  });

  it('keeps the person\'s history, sealed: who the superseded credential was made for', async () => {
    const { stage } = cast;
    const { citizen, credentialNumber } = await inFullUse();
    await changed(citizen, citizen.becoming({ userName: '贾示例' }));
    const { CredentialStore } = await import('../../src/registry/credential/credential.store.js');
    const { parseCredentialNumber } = await import('../../src/protocol/identifiers.js');
    const former = await stage.national.app.get(CredentialStore).find(parseCredentialNumber(credentialNumber));
    expect(former).toMatchObject({ ...citizen.identity, state: 'superseded' });
    expect(JSON.stringify(await stage.national.rows('SELECT * FROM former_identity'))).not.toContain(citizen.idNo);
    expect(await stage.national.count('channel_authorization', "credential_number = ? AND state = 'revoked'", [credentialNumber])).toBe(2);
  });

  it('voids a token over a code of another province, though nothing else of the person stands there', async () => {
    const { stage, app, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const scan = await hangzhouHospital.scans(await citizen.shows({ in: stage.fujian }));
    expect(await hangzhouHospital.checks(scan.ecToken, citizen.identity)).toHaveProperty('flag', '1');
    await changed(citizen, citizen.becoming({ userName: '贾示例' }));
    await expectRefusedWithoutTrace(stage, () => hangzhouHospital.checks(scan.ecToken, citizen.identity), 'tokenInvalid');
    expect(await app.asksForState({ ...citizen.identity, userName: '贾示例' })).toHaveProperty('next', 'activate');
  });

  it('brings nothing back with a former name: the number returns, not activated; old codes and tokens stay void (INT-44)', async () => {
    const { stage, app } = cast;
    const { citizen, uses, credentialNumber } = await inFullUse();
    const renamed = citizen.becoming({ userName: '贾示例' });
    await changed(citizen, renamed);
    await changed(renamed, citizen);
    expect(await app.asksForState(citizen.identity)).toMatchObject({ credentialState: 'registered', next: 'activate' });
    expect((await app.asksForState(citizen.identity)).authorizationState).toBe('revoked');
    await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, citizen.password), 'passwordNotSet');
    await citizen.activatesThrough(app);
    await stage.converged();
    expect(await credentialNumberOf(citizen)).toBe(credentialNumber);
    for (const { hospital, province, scan, shown } of uses) {
      await expectRefusal(hospital.scans(shown), 'qrCodeInvalid');
      await expectRefusal(hospital.checks(scan.ecToken, citizen.identity), 'tokenInvalid');
      await expect(citizen.shows({ in: province, choosing: xiamen })).resolves.toHaveProperty('poolingArea', xiamen);
    }
  });

  it('ends a handling that was opened under the former identity', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const proven = await citizen.provesWho(app);
    await changed(citizen, citizen.becoming({ userName: '贾示例' }));
    await expectRefusedWithoutTrace(stage, () => app.activates({ ...proven, password: citizen.password }), 'credentialNotFound', { because: 'superseded' });
  });

  it('tells no province of a credential that was never activated', async () => {
    const { stage } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const before = await snapshot(stage.tiers);
    await stage.fujian.reportsChange(citizen.identity, citizen.becoming({ userName: '贾示例' }).identity);
    await expectChanges(stage, before, {
      'national insured_person': 'rewritten', 'national electronic_credential': 1, 'national former_identity': 1,
      'national idempotency_record': 1, 'national journal_entry': 1,
    });
  });

  it('reaches a province that was away, and until then everybody else already knows', async () => {
    const away = await openStageWithCast({ onFiles: true });
    try {
      const { stage, activated, xiamenHospital, guangzhouHospital } = away;
      const citizen = await activated({ insuredIn: [xiamen, guangzhou] });
      const [here, there] = [await citizen.shows({ in: stage.fujian, choosing: xiamen }), await citizen.shows({ in: stage.guangdong, choosing: xiamen })];
      await stage.guangdong.tier.stops();
      await stage.fujian.reportsChange(citizen.identity, citizen.becoming({ userName: '贾示例' }).identity);
      await new Promise((resolve) => { setTimeout(resolve, 500); });
      await expectRefusal(xiamenHospital.scans(here), 'qrCodeInvalid');
      await stage.guangdong.tier.starts();
      await stage.converged();
      await expectRefusal(guangzhouHospital.scans(there), 'qrCodeInvalid', { because: 'void' });
    } finally {
      await away.stage.close();
    }
  });
});

describe('who may report a change, and of whom', () => {
  it('is a province where the person is insured, or the management centre', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const renamed = citizen.becoming({ userName: '贾示例' });
    const act = () => stage.guangdong.reportsChange(citizen.identity, renamed.identity);
    await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'data.idNo', because: 'province 44' });
    await stage.centre.changesPerson(citizen.identity, renamed.identity);
    expect(await app.asksForState(renamed.identity)).toHaveProperty('next', 'activate');
  });

  it('must name a person of the register, and something that changes', async () => {
    const { stage } = cast;
    const [citizen, other] = [await stage.citizen({ insuredIn: [xiamen] }), await stage.citizen({ insuredIn: [xiamen] })];
    const stranger = stage.stranger('无名氏');
    const reports = (from: Citizen, to: Citizen) => () => stage.fujian.reportsChange(from.identity, to.identity);
    await expectRefusedWithoutTrace(stage, reports(stranger, citizen), 'personNotFound');
    await expectRefusedWithoutTrace(stage, reports(citizen.becoming({ userName: '贾示例' }), citizen), 'realNameFailed');
    await expectRefusedWithoutTrace(stage, reports(citizen, citizen), 'badRequest', { because: 'the same as before' });
    await expectRefusedWithoutTrace(stage, reports(citizen, citizen.becoming({ idNo: other.idNo })), 'badRequest', { naming: 'data.newIdNo' });
    const wrongDigit = citizen.idNo.slice(0, 17) + (citizen.idNo.endsWith('1') ? '2' : '1');
    await expectRefusedWithoutTrace(stage, reports(citizen, citizen.becoming({ idNo: wrongDigit })), 'badRequest', { naming: 'data.newIdNo' });
  });

  it('is not undone by a province that still reports the former document', async () => {
    const { stage } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    await changed(citizen, citizen.becoming({ idNo: buildResidentId('350203', '19770707', '117') }));
    const act = () => stage.guangdong.reports(citizen.identity, { poolingArea: guangzhou, insuranceType: '310' });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.idNo', because: 'former document' });
  });

  it('does not happen by reporting an insured place under another name', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const act = () => stage.fujian.reports({ ...citizen.identity, userName: '贾示例' }, { poolingArea: xiamen, insuranceType: '310' });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.userName' });
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
