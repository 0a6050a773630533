import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { DesignatedInstitution, Scan } from './stage/designated-institution.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, shenzhen, xiamen } from './stage/places.js';
import { freshCard, saysNumber, showsFace, withNumber } from './stage/presenting.js';

/** One person with everything by which one may present the credential. */
interface Holder {
  readonly citizen: Citizen;
  readonly mobile: string;
  readonly card: string;
}

let cast: Cast;
let holder: Holder;

async function equipped(insuredIn: readonly string[], name?: string): Promise<Holder> {
  const { citizen, mobile } = await withNumber(cast, { insuredIn, name });
  const card = freshCard();
  await citizen.bindsCard(card);
  return { citizen, mobile, card };
}

beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  holder = await equipped([xiamen]);
});
afterAll(() => cast.stage.close());

type Presents = (institution: DesignatedInstitution, who?: Holder, saying?: object) => Promise<Scan>;

/** 如：一维/二维码、生物特征码、金融信息、身份信息、手机号等. */
const presentations: Readonly<Record<string, Presents>> = {
  'two-dimensional code': async (institution, { citizen } = holder, saying = {}) => institution.scans(await citizen.shows({ in: cast.stage.fujian }), saying),
  'one-dimensional code': async (institution, { citizen } = holder, saying = {}) => (
    institution.scans(await citizen.shows({ in: cast.stage.fujian, as: 'barCode' }), saying)
  ),
  'identity document': (institution, { citizen } = holder, saying = {}) => institution.readsDocument(citizen, saying),
  'bank card': (institution, { card } = holder, saying = {}) => institution.readsCard(card, saying),
  'mobile number': async (institution, { mobile } = holder, saying = {}) => {
    cast.stage.clock.passes({ minutes: 1 });
    return saysNumber(cast, institution, mobile, saying);
  },
  face: (institution, { citizen } = holder, saying = {}) => showsFace(institution, citizen.face, saying),
};
const all = Object.entries(presentations);
/** Those for which nothing is displayed. */
const withoutDisplay = all.slice(2);

describe('4.10 多种展现形式: one person, found by', () => {
  it.each(all)('%s: the same answer, table A.5, and a token that the counter, the pre-settlement and the settlement take', async (what, present) => {
    const { stage, app, xiamenHospital } = cast;
    const scan = await present(xiamenHospital);
    const coded = what.endsWith('code');
    expect(scan).toEqual({
      ...holder.citizen.identity, insuOrg: xiamen, ecToken: expect.stringMatching(/^350203ec[a-z2-7]{30}$/), ecIndexNo: await indexOf(holder.citizen),
      ...(coded && { chnlId: app.channelNumber, ecQrCode: expect.stringMatching(/^424\d{19}350000$/) }),
      ...(what === 'face' && { authNo: expect.stringMatching(/^ano\d{19}350203$/) }),
    });
    expect(await xiamenHospital.checks(scan.ecToken, holder.citizen)).toMatchObject({ flag: '1', insuOrg: xiamen });
    await expect(xiamenHospital.previews(scan)).resolves.toHaveProperty('insuOrg', xiamen);
    await expect(xiamenHospital.settles(scan)).resolves.toMatchObject({ insuOrg: xiamen, totalFen: 12_345 });
    await expectRefusal(xiamenHospital.checks(scan.ecToken, holder.citizen), 'tokenInvalid', { because: 'used up' });
    await stage.converged();
  });

  it.each(all)('%s: a token bound as ever to institution, business type and person', async (_what, present) => {
    const { xiamenHospital, xiamenPharmacy } = cast;
    const { ecToken } = await present(xiamenHospital, holder, { businessType: '101' });
    await expectRefusal(xiamenPharmacy.checks(ecToken, holder.citizen), 'tokenInvalid', { because: 'another institution' });
    await expectRefusal(xiamenHospital.previews({ ecToken }), 'tokenInvalid', { because: '01101' });
    await expect(xiamenHospital.previews({ ecToken }, { businessType: '01101' })).resolves.toHaveProperty('insuOrg', xiamen);
    expect(await xiamenHospital.checks(ecToken, { ...holder.citizen.identity, userName: '别人' })).toHaveProperty('flag', '0');
  });

  it.each(withoutDisplay)('%s: a business is handled with it too (6.3)', async (_what, present) => {
    const { xiamenHospital } = cast;
    const scan = await present(xiamenHospital, holder, { businessType: '01101' });
    await expect(xiamenHospital.hasHandled(scan, { businessType: '01101' })).resolves.toHaveProperty('insuOrg', xiamen);
  });

  async function indexOf({ idNo }: Citizen): Promise<string> {
    const { protection } = cast.stage.national.kernel;
    const document = protection.blindIndex('person.document', `01 ${idNo}`);
    const [row] = await cast.stage.national.rows<{ n: string }>(
      'SELECT credential_number AS n FROM electronic_credential JOIN insured_person ON person_id = subject_id WHERE identity_index = ?', [document],
    );
    return row.n.slice(0, 32).toUpperCase();
  }
});

describe('4.10 with 6.5: a person insured elsewhere, unknown here', () => {
  it.each(withoutDisplay)('%s: national says who it is, the province keeps it, the insured place settles', async (_what, present) => {
    const { stage, guangzhouHospital } = cast;
    const stranger = await equipped([xiamen]);
    const before = await stage.guangdong.tier.count('electronic_credential');
    const scan = await present(guangzhouHospital, stranger);
    expect(scan).toMatchObject({ ...stranger.citizen.identity, insuOrg: xiamen, ecToken: expect.stringMatching(/^440104ec/) });
    expect(await stage.guangdong.tier.count('electronic_credential')).toBe(before + 1);
    const heard = await stage.heard(() => guangzhouHospital.settles(scan));
    expect(heard).toContain('province:44 → national ec.exchange.settle 0');
    const again = await stage.heard(() => guangzhouHospital.readsDocument(stranger.citizen));
    expect(again).toEqual([`institution:${guangzhouHospital.orgId} → province:44 ec.query.document 0`]);
  });
});

describe('4.4 an end of the credential', () => {
  it.each(withoutDisplay)('%s: voids the token that it gave, here and in a province that is no insured place', async (what, present) => {
    const { stage, xiamenHospital, guangzhouHospital } = cast;
    const person = await equipped([xiamen]);
    const scans = [await present(xiamenHospital, person), await present(guangzhouHospital, person)];
    const renamed = person.citizen.becoming({ userName: '甄改名' });
    await stage.fujian.reportsChange(person.citizen.identity, renamed.identity);
    await stage.converged();
    await expectRefusal(xiamenHospital.settles(scans[0]), 'tokenInvalid', { because: 'void' });
    await expectRefusal(guangzhouHospital.settles(scans[1]), 'tokenInvalid', { because: 'void' });
    // No message leaves for a number that nobody with an activated credential holds, so what is read out is no code.
    const refused = what === 'mobile number' ? 'smsCodeWrong' : 'credentialNotFound';
    for (const institution of [xiamenHospital, guangzhouHospital]) await expectRefusal(present(institution, person), refused, { origin: 'national' });
    await renamed.activatesThrough(cast.app);
    await stage.converged();
    await expect(present(xiamenHospital, { ...person, citizen: renamed })).resolves.toHaveProperty('userName', '甄改名');
  });
});

describe('INT-61 several insured places', () => {
  it.each(withoutDisplay)('%s: the one in whose pooling area the institution stands', async (_what, present) => {
    const both = await equipped([xiamen, guangzhou, shenzhen]);
    expect(await present(cast.xiamenHospital, both)).toHaveProperty('insuOrg', xiamen);
    expect(await present(cast.guangzhouHospital, both)).toHaveProperty('insuOrg', guangzhou);
    expect(await present(cast.guangzhouHospital, both, { insuOrg: shenzhen })).toHaveProperty('insuOrg', shenzhen);
  });

  it.each(withoutDisplay)('%s: else the person says which; the list is told', async (what, present) => {
    const { xiamenHospital } = cast;
    const elsewhere = await equipped([guangzhou, shenzhen]);
    // National must know before it uses up the code.
    const origin = what === 'mobile number' ? 'national' : undefined;
    const list = `must say which: ${guangzhou} (310), ${shenzhen} (310)`;
    await expectRefusal(present(xiamenHospital, elsewhere), 'badRequest', { naming: 'data.insuOrg', because: list, origin });
    const absent = { naming: 'data.insuOrg', because: 'is no insured place', origin };
    await expectRefusal(present(xiamenHospital, elsewhere, { insuOrg: xiamen }), 'badRequest', absent);
    await expect(present(xiamenHospital, elsewhere, { insuOrg: shenzhen })).resolves.toHaveProperty('insuOrg', shenzhen);
  });
});

describe('whoever calls', () => {
  const requests: readonly (readonly [string, (institution: DesignatedInstitution, saying: object) => Promise<unknown>])[] = [
    ['ec.query.document', (institution, saying) => institution.readsDocument(holder.citizen, saying)],
    ['ec.query.card', (institution, saying) => institution.readsCard(holder.card, saying)],
    ['ec.query.mobile.send', (institution, saying) => institution.hasCodeSentTo(holder.mobile, saying)],
    ['ec.query.mobile', (institution, saying) => institution.takesCode({ mobile: holder.mobile, smsCode: '123456' }, saying)],
    ['cn.nhsa.ec.auth', (institution, saying) => institution.recognisesFace(holder.citizen.face, saying)],
    ['cn.nhsa.auth.check', (institution, saying) => institution.learnsWho({ authNo: `ano${'1'.repeat(19)}350203` }, saying)],
  ];

  it.each(requests)('%s: asks in its own name, from an active terminal of its own', async (_transType, ask) => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    await expectRefusedWithoutTrace(stage, () => ask(xiamenHospital, { termId: xiamenPharmacy.terminal }), 'forbidden', { naming: 'data.termId' });
    await expectRefusedWithoutTrace(stage, () => ask(xiamenHospital, { orgId: xiamenPharmacy.orgId }), 'badRequest', { naming: 'data.orgId' });
  });

  it('names documents that can exist', async () => {
    const { stage, xiamenHospital } = cast;
    const wrong = { ...holder.citizen.identity, idNo: `${holder.citizen.idNo.slice(0, 17)}A` };
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.readsDocument(wrong), 'badRequest', { naming: 'data.idNo' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.readsCard('9156000000111111'), 'badRequest', { naming: 'data.cardNo', because: 'check digit' });
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
