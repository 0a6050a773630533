import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { drawBarCode } from '../../src/cli/demo/bar-drawing.js';
import { readBarCode } from './stage/bar-code-reader.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { decides } from './stage/presenting.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

const shown = (as?: 'qrCode' | 'barCode' | 'both') => citizen.shows({ in: cast.stage.fujian, as });

describe('4.10 一维码', () => {
  it('is drawn of the same 28 digits, read by a scanner, and decoded (A.1.6): from the symbol to the person', async () => {
    const { stage, xiamenHospital } = cast;
    const { ecQrCode } = await shown('barCode');
    const scanned = readBarCode(drawBarCode(ecQrCode));
    expect(scanned).toBe(ecQrCode);
    const heard = await stage.heard(async () => {
      expect(await xiamenHospital.scans(scanned)).toMatchObject({ ...citizen.identity, ecQrCode });
    });
    expect(heard).toEqual([`institution:${xiamenHospital.orgId} → province:35 ec.query 0`]);
  });

  it('is good for one scan, and replaced by a refresh, as the two-dimensional one', async () => {
    const { xiamenHospital } = cast;
    const first = await shown('barCode');
    const second = await citizen.shows({ in: cast.stage.fujian, as: 'barCode', refreshing: first });
    await expectRefusal(xiamenHospital.scans(first), 'qrCodeInvalid', { because: 'replaced' });
    await xiamenHospital.scans(second);
    await expectRefusal(xiamenHospital.scans(second), 'qrCodeInvalid', { because: 'used' });
  });

  it('goes through national to the province that issued it, wherever it is scanned (4.9)', async () => {
    const { guangzhouHospital } = cast;
    const scan = await guangzhouHospital.scans(await shown('barCode'));
    await expect(guangzhouHospital.settles(scan)).resolves.toHaveProperty('insuOrg', xiamen);
    await expect(guangzhouHospital.scans(await citizen.showsNationalCode({ as: 'barCode' }))).resolves.toMatchObject(citizen.identity);
  });

  it('stands beside the two-dimensional one on a screen that says so: one value, one scan', async () => {
    const { xiamenHospital } = cast;
    const { ecQrCode } = await shown('both');
    await expect(xiamenHospital.scans(readBarCode(drawBarCode(ecQrCode)))).resolves.toMatchObject(citizen.identity);
    await expectRefusal(xiamenHospital.scans(ecQrCode), 'qrCodeInvalid', { because: 'used' });
  });

  it('is one of the symbols there are', async () => {
    const { stage, app } = cast;
    const asked = { authorizationCode: citizen.authorizationCodeIn(app), symbol: 'aztec' };
    await expectRefusedWithoutTrace(stage, () => app.asksForCode(stage.fujian, asked), 'badRequest', { naming: 'data.symbol' });
  });
});

describe('INT-60 a province that does not admit it', () => {
  beforeAll(() => decides(cast.stage, cast.stage.fujian, { barCode: false }));
  afterAll(() => decides(cast.stage, cast.stage.fujian, {}));
  const notAdmitted = { because: 'one-dimensional code, which this province does not admit' };

  it('shows none, and shows the two-dimensional one as before', async () => {
    await expectRefusedWithoutTrace(cast.stage, () => shown('barCode'), 'forbidden', { ...notAdmitted, naming: 'data.symbol' });
    await expect(cast.xiamenHospital.scans(await shown())).resolves.toMatchObject(citizen.identity);
  });

  it('shows none beside the two-dimensional one, none in a display that showed it before, and scans what another province shows as both', async () => {
    const { stage, xiamenHospital } = cast;
    await expectRefusedWithoutTrace(stage, () => shown('both'), 'forbidden', { ...notAdmitted, naming: 'data.symbol' });
    await decides(stage, stage.fujian, {});
    const before = await shown('barCode');
    await decides(stage, stage.fujian, { barCode: false });
    const refreshed = () => citizen.shows({ in: stage.fujian, refreshing: before });
    await expectRefusedWithoutTrace(stage, refreshed, 'forbidden', { ...notAdmitted, naming: 'data.symbol' });
    await expect(citizen.shows({ in: stage.fujian, refreshing: before, as: 'qrCode' })).resolves.toHaveProperty('showId', before.showId);
    await expect(xiamenHospital.scans(await citizen.shows({ in: stage.guangdong, as: 'both' }))).resolves.toMatchObject(citizen.identity);
  });

  it('takes none that another province or the national tier has shown', async () => {
    const { stage, xiamenHospital, guangzhouHospital } = cast;
    const codes = [await citizen.shows({ in: stage.guangdong, as: 'barCode' }), await citizen.showsNationalCode({ as: 'barCode' })];
    for (const code of codes) await expectRefusal(xiamenHospital.scans(code), 'forbidden', { ...notAdmitted, naming: 'data.ecQrCode' });
    await expect(guangzhouHospital.scans(await citizen.shows({ in: stage.guangdong, as: 'barCode' }))).resolves.toMatchObject(citizen.identity);
  });

  it('takes none of its own that was shown before it decided so, and does not use it up', async () => {
    const { stage, xiamenHospital } = cast;
    await decides(stage, stage.fujian, {});
    const code = await shown('barCode');
    await decides(stage, stage.fujian, { barCode: false });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(code), 'forbidden', { ...notAdmitted, naming: 'data.ecQrCode' });
    await decides(stage, stage.fujian, {});
    await expect(xiamenHospital.scans(code)).resolves.toMatchObject(citizen.identity);
  });

  it('says so when the code is checked instead of scanned (7.1), here and of another province', async () => {
    const { stage, xiamenHospital, guangzhouHospital } = cast;
    await decides(stage, stage.fujian, { barCode: false });
    const code = await citizen.shows({ in: stage.guangdong, as: 'barCode' });
    expect(await xiamenHospital.checksCode(code)).toHaveProperty('flag', '0');
    expect(await guangzhouHospital.checksCode(code)).toHaveProperty('flag', '1');
    expect(await xiamenHospital.checksCode(await citizen.shows({ in: stage.guangdong, as: 'both' }))).toHaveProperty('flag', '1');
  });

  it('may admit the one-dimensional one alone', async () => {
    const { stage, xiamenHospital } = cast;
    await decides(stage, stage.fujian, { qrCode: false });
    await expectRefusedWithoutTrace(stage, () => shown(), 'forbidden', { naming: 'data.symbol', because: 'two-dimensional code' });
    const forHerself = () => xiamenHospital.shows(citizen);
    await expectRefusedWithoutTrace(stage, forHerself, 'forbidden', { naming: 'transType', because: 'two-dimensional code' });
    await expect(xiamenHospital.scans(await shown('barCode'))).resolves.toMatchObject(citizen.identity);
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
