import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalForms, findForm } from '../../src/protocol/canonical-form.js';
import { obj, num } from '../protocol/reference-writer.mjs';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { countable, everyWay, learnedForms, newHospital, programOf, programs, telling, verifications, withForm } from './stage/foreign-programs.js';
import { foreign } from './stage/foreign-speaker.js';
import { xiamen } from './stage/places.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true, ...countable });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

describe.each(programs)('a hospital whose program writes: %s', (_what, how) => {
  it('is understood at once, answered in its own manner, and costs one verification from the second request on', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital(cast);
    const his = programOf(cast, hospital, how);
    const first = await his.asks(fujian.coreUrl, 'ec.settle.preview', obj(['totalFen', num('100')], ...telling));
    expect(first).toMatchObject({ code: -2, trusted: true, detail: expect.stringContaining('data.list: unknown field') });
    expect(await learnedForms(fujian.tier, hospital)).toHaveLength(how.form === undefined ? 0 : 1);

    const code = await citizen.shows({ in: fujian });
    let scan = first;
    const oneEach = await verifications(hospital.speaker, async () => {
      scan = await his.asks(fujian.coreUrl, 'ec.query', foreign(hospital.scanOf(code), ['deviceType', '']));
    });
    expect(scan).toMatchObject({ code: 0, trusted: true, data: { userName: citizen.userName, idNo: citizen.idNo } });
    if (how.signType !== 'SM3' && how.signature !== 'unpadded') expect(oneEach).toBe(1);

    const { ecToken } = scan.data;
    const preview = await his.asks(fujian.coreUrl, 'ec.settle.preview', foreign({ orgId: hospital.orgId, ecToken, businessType: '01301', totalFen: 12_345 }));
    expect(preview).toMatchObject({ code: 0, trusted: true, data: { totalFen: 12_345, insuOrg: xiamen } });
  });
});

describe.each(programs)('a channel whose program writes: %s', (what, how) => {
  it('is understood at once, answered in its own manner, and costs one verification from the second request on', async () => {
    const { stage: { centre, national } } = cast;
    const channel = await centre.registersByTransaction(`示例渠道 ${what}`, 'official', everyWay);
    await cast.stage.converged();
    const app = programOf(cast, channel, how.encType === undefined ? { ...how, encType: 'SM4' } : how);
    expect(await app.asks(national.publicServiceUrl, 'ec.state.query', foreign(citizen.identity, ...telling))).toMatchObject({ code: -2, trusted: true });
    let state = {};
    const oneEach = await verifications(channel.speaker, async () => {
      state = await app.asks(national.publicServiceUrl, 'ec.state.query', foreign(citizen.identity));
    });
    expect(state).toMatchObject({ code: 0, trusted: true, data: { credentialState: 'activated', authorized: true } });
    if (how.signType !== 'SM3' && how.signature !== 'unpadded') expect(oneEach).toBe(1);
  });
});

describe('what a tier knows of the form of an application', () => {
  it('stands in its register and survives a start: one verification for the first request afterwards', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital(cast);
    const his = programOf(cast, hospital, withForm({ scalars: 'text', emptyText: 'kept' }));
    await his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling));
    await fujian.tier.stops();
    await fujian.tier.starts();
    expect(await verifications(hospital.speaker, () => his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling)))).toBe(1);
  });

  it('is of several programs of one application, three at most, and each goes on being understood', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital(cast);
    const forms = canonicalForms.slice(1, 5);
    const several = forms.map((form) => programOf(cast, hospital, { form }));
    for (const his of several) expect(await his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling))).toMatchObject({ code: -2, trusted: true });
    expect(await learnedForms(fujian.tier, hospital)).toEqual(forms.slice(1).toReversed());
    const cost = await verifications(hospital.speaker, async () => {
      for (const his of several.slice(1).toReversed()) expect(await his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling))).toMatchObject({ trusted: true });
    });
    expect(cost).toBe(1 + 2 + 3);
    expect(await learnedForms(fujian.tier, hospital)).toEqual(forms.slice(1).toReversed());
  });

  it('is kept when national tells the provinces anew of a channel or an institution, and so is strict mode', async () => {
    const { centre, fujian } = cast.stage;
    const { operator } = await centre.staff;
    await operator.logsIn();
    const [channel, strictly] = [await centre.registersByTransaction('示例渠道甲', 'official'), await centre.registersByTransaction('示例渠道乙', 'official', { signingForms: 'documented' })];
    const [hospital, strictHospital] = [await newHospital(cast), await newHospital(cast, { signingForms: 'documented' })];
    await programOf(cast, channel, withForm({ depth: 'first' })).asks(fujian.publicServiceUrl, 'ec.qrcode.issue', obj(...telling));
    await programOf(cast, hospital, withForm({ depth: 'first' })).asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling));
    for (const act of ['suspension', 'resumption']) {
      for (const about of [`channels/${channel.channelNumber}`, ...[hospital, strictHospital].map(({ orgId }) => `institutions/${orgId}`)]) {
        await operator.asks('POST', `${about}/${act}`, { reason: '示例原因' });
      }
    }
    await operator.asks('POST', `channels/${strictly.channelNumber}/rotation`, { reason: '示例原因', overlapMinutes: 5 });
    await cast.stage.converged();
    for (const owner of [channel, hospital]) expect(await learnedForms(fujian.tier, owner)).toEqual([findForm('typed/first/ascii/dropped/kept/plain')]);
    const strict = (ownerId: string) => fujian.tier.count('registered_application', 'owner_id = ? AND signing_forms = ?', [ownerId, 'documented']);
    expect([await strict(strictly.channelNumber), await strict(strictHospital.orgId), await strict(hospital.orgId)]).toEqual([2, 1, 0]);
  });
});
