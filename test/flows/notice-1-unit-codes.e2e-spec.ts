import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { fuzhou, guangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';
import type { Unit } from './stage/unit.js';

let cast: Cast;
let chief: Citizen;
let unit: Unit;
beforeAll(async () => {
  cast = await openStageWithCast({ provinceOverrides: { passwordPolicy: { byBusinessType: { '90906': 'display' } } } });
  chief = await cast.activated({ name: '甄法定', insuredIn: [guangzhou] });
  unit = await activatedUnit([xiamen]);
});
afterAll(() => cast.stage.close());

async function activatedUnit(registeredIn: readonly string[], kind: 'employer' | 'institution' = 'employer'): Promise<Unit> {
  const founded = await cast.stage.unit({ representative: chief, registeredIn, kind });
  await founded.activatesThrough(cast.app);
  await cast.stage.converged();
  return founded;
}

const shown = () => unit.shows({ in: cast.stage.fujian });

describe('6.2, INT-67: the code of a unit, shown by its legal representative', () => {
  it('is issued by the business place\'s province, which knows the unit and fetches the person who acts, once', async () => {
    const { stage, app } = cast;
    const heard = () => stage.heard(shown);
    const channel = `channel:${app.channelNumber}`;
    expect(await heard()).toEqual(['province:35 → national ec.exchange.credential 0', `${channel} → province:35 ec.unit.qrcode.issue 0`]);
    expect(await heard()).toEqual([`${channel} → province:35 ec.unit.qrcode.issue 0`]);
    expect(await shown()).toMatchObject({ ecQrCode: expect.stringMatching(/^424\d{19}350000$/), poolingArea: xiamen });
  });

  it('is scanned there: the unit, who acts for it, and a token that is the unit\'s and nobody else\'s', async () => {
    const { stage, xiamenHospital, xiamenPharmacy, app } = cast;
    const code = await shown();
    const scan = await xiamenHospital.scansUnit(code);
    expect(scan).toEqual({
      ...unit.identity, unitKind: 'employer', insuOrg: xiamen, role: 'representative', userName: chief.userName, chnlId: app.channelNumber,
      ecQrCode: code.ecQrCode, ecToken: expect.stringMatching(/^350203ec[0-9a-z]{30}$/), ecIndexNo: expect.stringMatching(/^[0-9A-F]{32}$/),
    });
    expect(await xiamenHospital.checksUnit(scan.ecToken, unit)).toEqual({ flag: '1', ...unit.identity, insuOrg: xiamen });
    const insurer = stage.fujian.insurer.speakerTo('province:35');
    await expect(insurer.ask(stage.fujian.coreUrl, transactions.checkUnitToken, { ecToken: scan.ecToken, ...unit.identity })).resolves.toHaveProperty('flag', '1');
    const another = stage.unknownUnit({ representative: chief, registeredIn: [xiamen] });
    expect(await xiamenHospital.checksUnit(scan.ecToken, another)).toEqual({ flag: '0', ...another.identity });
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.checksUnit(scan.ecToken, unit), 'tokenInvalid', { because: 'another institution' });
  });

  it('is used once, whoever scans, and is void when a newer one is shown in its display', async () => {
    const { stage, xiamenHospital, xiamenPharmacy, guangzhouHospital } = cast;
    const code = await shown();
    const ends = await Promise.allSettled([xiamenHospital.scansUnit(code), xiamenPharmacy.scansUnit(code), guangzhouHospital.scansUnit(code)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(code), 'qrCodeInvalid', { because: 'has been used' });
    const first = await shown();
    const second = await unit.shows({ in: stage.fujian, refreshing: first });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(first), 'qrCodeInvalid', { because: 'replaced' });
    stage.clock.passes({ seconds: 61 });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(second), 'qrCodeInvalid', { because: 'expired' });
  });

  it('gives a repeated scan the same token, at home and in another province (INT-22)', async () => {
    const { xiamenHospital, guangzhouHospital } = cast;
    for (const hospital of [xiamenHospital, guangzhouHospital]) {
      const [code, how] = [await shown(), { requestId: `repeated-scan-of-${hospital.orgId}` }];
      expect(await hospital.scansUnit(code, {}, how)).toEqual(await hospital.scansUnit(code, {}, how));
    }
  });

  it('is scanned in another province through national; that province checks its own token (INT-15)', async () => {
    const { stage, guangzhouHospital } = cast;
    const code = await shown();
    const heard = await stage.heard(async () => {
      const scan = await guangzhouHospital.scansUnit(code);
      expect(scan).toMatchObject({ ...unit.identity, ecToken: expect.stringMatching(/^440104ec/) });
      expect(await guangzhouHospital.checksUnit(scan.ecToken, unit)).toHaveProperty('flag', '1');
    });
    expect(heard.slice(0, 3)).toEqual([
      'national → province:35 ec.remote.unit-decode 0', 'province:44 → national ec.exchange.unit-decode 0',
      `institution:${guangzhouHospital.orgId} → province:44 ec.unit.query 0`,
    ]);
  });

  it('is shown for the business place in a province that never heard of the unit, which fetches it', async () => {
    const { stage, guangzhouHospital } = cast;
    const heard = await stage.heard(() => unit.shows({ in: stage.guangdong }));
    expect(heard[0]).toBe('province:44 → national ec.exchange.unit 0');
    await expect(guangzhouHospital.scansUnit(await unit.shows({ in: stage.guangdong }))).resolves.toMatchObject(unit.identity);
  });

  it('asks which pooling area where the unit has several, and is of institutions as well', async () => {
    const { stage, xiamenHospital } = cast;
    const clinic = await activatedUnit([xiamen, fuzhou], 'institution');
    const choice = await clinic.asksToShow({ in: stage.fujian });
    expect(choice.insuredPlaces?.map((place) => place.poolingArea).toSorted()).toEqual([fuzhou, xiamen]);
    const scan = await xiamenHospital.scansUnit(await clinic.shows({ in: stage.fujian, choosing: fuzhou }), { businessType: '907' });
    expect(scan).toMatchObject({ ...clinic.identity, unitKind: 'institution', insuOrg: fuzhou });
  });

  it('asks for the password of whoever acts where the province wants it (4.2, INT-73)', async () => {
    const { stage, xiamenHospital } = cast;
    const wish = { in: stage.fujian, forBusiness: '90906' };
    await expectRefusedWithoutTrace(stage, () => unit.shows(wish), 'badRequest', { naming: 'data.password' });
    await expectRefusal(unit.shows({ ...wish, password: '918273' }), 'passwordWrong', { origin: 'national' });
    const code = await unit.shows({ ...wish, password: chief.password });
    const unproven = await shown();
    const scansUnproven = () => xiamenHospital.scansUnit(unproven, { businessType: '90906' });
    await expectRefusedWithoutTrace(stage, scansUnproven, 'qrCodeInvalid', { naming: 'data.businessType', because: 'password at display' });
    await expect(xiamenHospital.scansUnit(code, { businessType: '90906' })).resolves.toMatchObject(unit.identity);
  });
});

describe('INT-67: a person\'s code never passes for a unit\'s, nor the other way round', () => {
  it('at the scan: refused, and not used up by it, at home and in another province', async () => {
    const { stage, xiamenHospital, guangzhouHospital } = cast;
    const [units, persons] = [await shown(), await chief.shows({ in: stage.fujian })];
    const wrongly: [() => Promise<unknown>, string, string | undefined][] = [
      [() => xiamenHospital.scans(units), 'of a unit, not of a person', undefined],
      [() => guangzhouHospital.scans(units), 'of a unit, not of a person', 'province:35'],
      [() => xiamenHospital.scansUnit(persons), 'of a person, not of a unit', undefined],
      [() => guangzhouHospital.scansUnit(persons), 'of a person, not of a unit', 'province:35'],
    ];
    for (const [act, because, origin] of wrongly) await expectRefusedWithoutTrace(stage, act, 'qrCodeInvalid', { because, origin });
    expect([await xiamenHospital.checksCode(units), await xiamenHospital.checksCode(persons)]).toMatchObject([{ flag: '0' }, { flag: '1' }]);
    await expect(xiamenHospital.scansUnit(units)).resolves.toMatchObject(unit.identity);
    await expect(xiamenHospital.scans(persons)).resolves.toMatchObject(chief.identity);
  });

  it('at the scan of a national code (INT-12), which is a person\'s always', async () => {
    const { stage, xiamenHospital } = cast;
    const code = await chief.showsNationalCode();
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(code), 'qrCodeInvalid', { because: 'no province issues', origin: 'national' });
    await expect(xiamenHospital.scans(code)).resolves.toMatchObject(chief.identity);
  });

  it('at the token check, a handling or a settlement', async () => {
    const { stage, xiamenHospital } = cast;
    const units = await xiamenHospital.scansUnit(await shown());
    const persons = await xiamenHospital.scans(await chief.shows({ in: stage.fujian }));
    const traits = { because: 'the token is of a' };
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.checks(units.ecToken, chief.identity), 'tokenInvalid', traits);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.checksUnit(persons.ecToken, unit), 'tokenInvalid', traits);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.settles(units), 'tokenInvalid', traits);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.previews(units), 'tokenInvalid', traits);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.hasHandled(units), 'tokenInvalid', traits);
    await expect(xiamenHospital.settles(persons)).resolves.toHaveProperty('settlementNo');
  });

  it('in the business it is for: table C.1 is of persons, 90901 to 90908 are of units', async () => {
    const { stage, xiamenHospital } = cast;
    const [units, persons] = [await shown(), await chief.shows({ in: stage.fujian })];
    const naming = 'data.businessType';
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(units, { businessType: '01301' }), 'badRequest', { naming, because: '90901' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(persons, { businessType: '90904' }), 'badRequest', { naming, because: '01101' });
    await expect(xiamenHospital.scansUnit(units, { businessType: '904' })).resolves.toMatchObject(unit.identity);
  });

  it('in a channel: the code it holds for the one opens nothing of the other', async () => {
    const { stage, app } = cast;
    const { authorizationCode, unitAuthorizationCode } = unit.codesIn(app);
    const province = stage.fujian;
    const swapped = { authorizationCode: unitAuthorizationCode, unitAuthorizationCode: authorizationCode };
    await expectRefusedWithoutTrace(stage, () => app.asksForCode(province, { authorizationCode: unitAuthorizationCode }), 'credentialNotFound', { origin: 'national' });
    await expectRefusedWithoutTrace(stage, () => app.asksForUnitCode(province, swapped), 'credentialNotFound', { origin: 'national' });
    await expectRefusedWithoutTrace(stage, () => app.asksNationalForCode({ authorizationCode: unitAuthorizationCode }), 'credentialNotFound');
    await expectRefusedWithoutTrace(stage, () => app.listsAuthorizations(unitAuthorizationCode), 'credentialNotFound');
    await expectRefusedWithoutTrace(stage, () => app.atNational('listAgents', swapped), 'credentialNotFound');
  });
});

describe('INT-66: who may show it', () => {
  it('is nobody without a mandate', async () => {
    const { stage, activated } = cast;
    const stranger = await activated({ insuredIn: [xiamen] });
    const act = () => unit.shows({ in: stage.fujian, by: stranger });
    await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'data.authorizationCode', because: 'nobody who may act' });
  });

  it('writes a code and nothing else', async () => {
    const { stage } = cast;
    const before = await snapshot(stage.tiers);
    await shown();
    await expectChanges(stage, before, {
      'province:35 qr_code': 1, 'province:35 qr_display': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
    });
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
