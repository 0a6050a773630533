import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, shenzhen, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';
import type { Unit } from './stage/unit.js';

let cast: Cast;
/** A legal representative whose own credential is activated, in the bureau's channel. */
let chief: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ provinces: ['35', '44', '33'] });
  chief = await cast.activated({ name: '甄法定', insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

const unitOf = (registeredIn: readonly string[] = [xiamen], representative = chief): Promise<Unit> => cast.stage.unit({ representative, registeredIn });

interface CredentialRow {
  readonly credential_number: string;
  readonly state: string;
}

/** The credentials that stand for a unit at the national tier. */
const credentialsOf = (unit: Unit): Promise<CredentialRow[]> => cast.stage.national.rows<CredentialRow>(
  "SELECT credential_number, state FROM electronic_credential JOIN unit ON unit_id = subject_id AND subject_kind = 'unit' WHERE credit_code = ?", [unit.creditCode],
);

describe('notice 一 一单位一码; 二(二): a unit enters the national register', () => {
  it('with a credential number of its own, the same whoever reports it again and in whichever spelling', async () => {
    const { stage } = cast;
    const unit = await unitOf([xiamen, guangzhou]);
    const [credential] = await credentialsOf(unit);
    expect(credential).toEqual({ credential_number: expect.stringMatching(/^[0-9a-f]{64}$/), state: 'registered' });
    const before = await snapshot(stage.tiers);
    await stage.guangdong.reportsUnit(unit.becoming({ unitName: unit.unitName.replace('（集团）', '(集团) ') }), shenzhen);
    await expectChanges(stage, before, { 'national unit': 'rewritten', 'national idempotency_record': 1, 'national journal_entry': 1 });
    expect(await credentialsOf(unit)).toEqual([credential]);
  });

  it('institutions as well as employers', async () => {
    const { stage } = cast;
    const clinic = await stage.unit({ representative: chief, registeredIn: [xiamen], kind: 'institution', name: '厦门示例门诊部' });
    expect(await stage.national.rows('SELECT unit_kind FROM unit WHERE credit_code = ?', [clinic.creditCode])).toEqual([{ unit_kind: 'institution' }]);
    expect(await credentialsOf(clinic)).toHaveLength(1);
  });

  it('once, also when two provinces report it at the same time', async () => {
    const { stage } = cast;
    const unit = stage.unknownUnit({ representative: chief, registeredIn: [xiamen, guangzhou] });
    await Promise.all([stage.fujian.reportsUnit(unit, xiamen), stage.guangdong.reportsUnit(unit, guangzhou)]);
    expect(await credentialsOf(unit)).toHaveLength(1);
    expect(await stage.national.count('unit', 'credit_code = ?', [unit.creditCode])).toBe(1);
  });

  it('and its legal representative with it, sealed', async () => {
    const { stage } = cast;
    await unitOf();
    const rows = JSON.stringify(await stage.national.rows('SELECT * FROM unit_representative'));
    expect(rows).not.toContain(chief.idNo);
    expect(rows).not.toContain(chief.userName);
  });

  it('refuses a code with a wrong check character, a representative with a wrong number, and another province\'s area', async () => {
    const { stage } = cast;
    const unit = stage.unknownUnit({ representative: chief, registeredIn: [xiamen] });
    const wrongCode = unit.creditCode.slice(0, 17) + (unit.creditCode.endsWith('1') ? '2' : '1');
    const wrongNumber = chief.idNo.slice(0, 17) + (chief.idNo.endsWith('1') ? '2' : '1');
    const reports = (saying: object, area = xiamen) => () => stage.fujian.reportsUnit(unit, area, saying);
    await expectRefusedWithoutTrace(stage, reports({ creditCode: wrongCode }), 'badRequest', { naming: 'data.creditCode', because: 'check character' });
    await expectRefusedWithoutTrace(stage, reports({ idNo: wrongNumber }), 'badRequest', { naming: 'data.idNo', because: 'check digit' });
    await expectRefusedWithoutTrace(stage, reports({}, guangzhou), 'badRequest', { naming: 'data.poolingArea', because: 'province 35' });
    await expectRefusedWithoutTrace(stage, reports({ unitKind: 'club' }), 'badRequest', { naming: 'data.unitKind' });
  });

  it('refuses a known code with another name, kind or representative: that is a change, not a report', async () => {
    const { stage } = cast;
    const unit = await unitOf();
    const reports = (saying: object) => () => stage.guangdong.reportsUnit(unit, guangzhou, saying);
    await expectRefusedWithoutTrace(stage, reports({ unitName: '别的名称有限公司' }), 'badRequest', { naming: 'data.unitName' });
    await expectRefusedWithoutTrace(stage, reports({ unitKind: 'institution' }), 'badRequest', { naming: 'data.unitKind', because: 'employer' });
    await expectRefusedWithoutTrace(stage, reports(stage.stranger('贾代表').identity), 'badRequest', { naming: 'data.idNo' });
  });
});

describe('6.1.3, INT-66: activation by the legal representative', () => {
  it('activates, authorizes the channel, and tells the provinces of the unit both, that of the business place the authorization', async () => {
    const { stage, app } = cast;
    const unit = await unitOf([xiamen, guangzhou]);
    const before = await snapshot(stage.tiers);
    const activation = await unit.activatesThrough(app, { businessPlace: '330100' });
    expect(activation).toEqual({
      credentialState: 'activated', unitAuthorizationCode: expect.stringMatching(/^[0-9A-Z]{32}$/), activatedAt: expect.any(Number),
    });
    const told = (province: string) => ({
      [`province:${province} electronic_credential`]: 1, [`province:${province} unit`]: 1, [`province:${province} unit_mandate`]: 1,
      [`province:${province} channel_authorization`]: 1, [`province:${province} idempotency_record`]: 2, [`province:${province} journal_entry`]: 2,
    });
    await expectChanges(stage, before, {
      'national electronic_credential': 'rewritten', 'national channel_authorization': 1, 'national credential_replica': 3, 'national outbox_entry': 5,
      'national sync_lag': 5, 'national idempotency_record': 1, 'national journal_entry': 1, ...told('35'), ...told('44'),
      'province:33 channel_authorization': 1, 'province:33 idempotency_record': 1, 'province:33 journal_entry': 1,
    });
    expect(await stage.guangdong.tier.rows('SELECT unit_name FROM unit WHERE credit_code = ?', [unit.creditCode])).toHaveLength(1);
    for (const province of [stage.fujian, stage.guangdong]) expect(await province.tier.count('insured_person', 'user_name LIKE ?', [`%${chief.userName}%`])).toBe(0);
  });

  it('lets one of two activations at the same time come to the end, and none after it', async () => {
    const { stage, app } = cast;
    const unit = await unitOf();
    const ends = await Promise.allSettled([unit.activatesThrough(app), unit.activatesThrough(app)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { credential_number: number } = (await credentialsOf(unit))[0];
    expect(await stage.national.count('channel_authorization', 'credential_number = ?', [number])).toBe(1);
    await expectRefusedWithoutTrace(stage, () => unit.activatesThrough(app), 'activationWriteFailed', { because: 'activated already' });
  });

  it('answers a repeat with the same code, and nothing happens twice (INT-22)', async () => {
    const { stage, app } = cast;
    const unit = await unitOf();
    const first = await unit.activatesThrough(app, {}, { requestId: 'one-unit-activation' });
    await stage.converged();
    const before = await snapshot(stage.tiers);
    expect(await unit.activatesThrough(app, {}, { requestId: 'one-unit-activation' })).toEqual(first);
    await expectChanges(stage, before, {});
  });

  it('is refused to whoever is not the legal representative, and to a representative without an activated credential of one\'s own', async () => {
    const { stage, app, partner, activated } = cast;
    const [unit, other] = [await unitOf(), await activated({ insuredIn: [xiamen] })];
    await expectRefusedWithoutTrace(stage, () => unit.activatesThrough(app, { by: other }), 'forbidden', { naming: 'data.authorizationCode' });
    const dormant = await stage.citizen({ insuredIn: [xiamen] });
    const theirs = await unitOf([xiamen], dormant);
    dormant.usesAlso(app, 'A'.repeat(32));
    await expectRefusedWithoutTrace(stage, () => theirs.activatesThrough(app), 'authorizationCodeInvalid');
    chief.usesAlso(partner, chief.authorizationCodeIn(app));
    await expectRefusedWithoutTrace(stage, () => unit.activatesThrough(partner), 'authorizationCodeInvalid', { because: 'another channel' });
    const renamed = await activated({ insuredIn: [xiamen] });
    const former = await unitOf([xiamen], renamed);
    await stage.fujian.reportsChange(renamed.identity, renamed.becoming({ userName: '贾示例' }).identity);
    await expectRefusedWithoutTrace(stage, () => former.activatesThrough(app), 'channelNotAuthorizedByPerson', { because: 'revoked' });
  });

  it('is refused for a unit nobody reported, under another name, and in the clear', async () => {
    const { stage, app } = cast;
    const unit = await unitOf();
    const unknown = stage.unknownUnit({ representative: chief, registeredIn: [xiamen] });
    await expectRefusedWithoutTrace(stage, () => unknown.activatesThrough(app), 'personNotFound', { naming: 'data.creditCode' });
    const misnamed = unit.becoming({ unitName: '别的名称有限公司' });
    await expectRefusedWithoutTrace(stage, () => misnamed.activatesThrough(app), 'realNameFailed', { naming: 'data.unitName' });
    const inTheClear = () => unit.activatesThrough(app, {}, { travel: { signType: 'SM2', encType: 'plain' } });
    await expectRefusedWithoutTrace(stage, inTheClear, 'badRequest', { naming: 'data', because: 'encrypted' });
  });

  it('counts wrong passwords against the representative, wherever they are said, and locks (INT-42)', async () => {
    const { stage, app, activated } = cast;
    const representative = await activated({ insuredIn: [xiamen] });
    const unit = await unitOf([xiamen], representative);
    const before = await snapshot(stage.tiers);
    const wrongly = () => unit.activatesThrough(app, { password: '918273' });
    await expectRefusal(wrongly(), 'passwordWrong', { naming: 'data.password', because: '4 tries left' });
    await expectChanges(stage, before, { 'national failed_attempt': 1, 'national idempotency_record': 1, 'national journal_entry': 1 });
    for (const because of ['3 tries left', '2 tries left', '1 try left', 'locked for 1800 s']) await expectRefusal(wrongly(), 'passwordWrong', { because });
    await expectRefusedWithoutTrace(stage, () => unit.activatesThrough(app), 'passwordWrong', { because: 'locked' });
    await expectRefusal(representative.authorizes(cast.partner), 'passwordWrong', { because: 'locked' });
    stage.clock.passes({ minutes: 30 });
    await expect(unit.activatesThrough(app)).resolves.toHaveProperty('credentialState', 'activated');
  });
});

describe('6.1.2.3 b, INT-66: what a channel may ask', () => {
  it('is how the credential of a unit stands, and what stands between it and its use there', async () => {
    const { app, partner } = cast;
    const unit = await unitOf();
    const asks = (channel = app) => channel.atNational('queryUnitState', unit.identity);
    expect(await asks()).toEqual({ credentialState: 'registered', authorized: false, next: 'activate' });
    await unit.activatesThrough(app);
    expect(await asks()).toEqual({ credentialState: 'activated', authorized: true, next: 'use', authorizationState: 'granted' });
    expect(await asks(partner)).toEqual({ credentialState: 'activated', authorized: false, next: 'authorize' });
  });

  it('is the units that somebody may act for', async () => {
    const { stage, app, activated } = cast;
    const representative = await activated({ insuredIn: [xiamen] });
    const units = [await unitOf([xiamen], representative), await unitOf([guangzhou], representative)];
    await units[1].activatesThrough(app);
    const { units: listed } = await app.atNational('listUnits', { authorizationCode: representative.authorizationCodeIn(app) });
    const common = { unitKind: 'employer', role: 'representative' };
    expect(listed).toHaveLength(2);
    expect(listed).toEqual(expect.arrayContaining([
      { ...units[0].identity, ...common, credentialState: 'registered' },
      { ...units[1].identity, ...common, credentialState: 'activated', authorizationState: 'granted' },
    ]));
    const nobody = await activated({ insuredIn: [xiamen] });
    expect(await app.atNational('listUnits', { authorizationCode: nobody.authorizationCodeIn(app) })).toEqual({ units: [] });
    const act = () => app.speaker.ask(stage.national.coreUrl, transactions.reportUnit, { ...units[0].entry, poolingArea: xiamen, insuranceType: '310' });
    await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'transType' });
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
