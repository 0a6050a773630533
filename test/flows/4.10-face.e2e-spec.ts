import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { simulatedFace } from '../../src/sandbox/verifiers/simulated-face.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, shenzhen, xiamen } from './stage/places.js';
import { showsFace } from './stage/presenting.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ provinceOverrides: { lifetimes: { authNo: 60 } } });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

const recognised = () => cast.xiamenHospital.recognisesFace(citizen.face);
const noMore = (because: string) => ({ because });

describe('4.10 生物特征码: cn.nhsa.ec.auth, then cn.nhsa.auth.check', () => {
  it('first step: the face is searched among everybody\'s; the institution learns a number and not yet who it is', async () => {
    const { stage, xiamenHospital } = cast;
    await recognised();
    await stage.converged();
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      expect(await recognised()).toEqual({ authNo: expect.stringMatching(/^ano\d{19}350203$/) });
    });
    expect(heard).toEqual(['province:35 → national ec.exchange.face 0', `institution:${xiamenHospital.orgId} → province:35 cn.nhsa.ec.auth 0`]);
    await expectChanges(stage, before, {
      'national journal_entry': 1, 'province:35 face_authentication': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
      // What national told is kept anew, sealed anew.
      'province:35 insured_person': 'rewritten',
    });
  });

  it('second step: the number becomes the answer of table A.5, with the number in it, asking nobody', async () => {
    const { stage, xiamenHospital } = cast;
    const { authNo } = await recognised();
    const heard = await stage.heard(async () => {
      expect(await xiamenHospital.learnsWho({ authNo })).toEqual({
        ...citizen.identity, authNo, insuOrg: xiamen, ecToken: expect.stringMatching(/^350203ec/), ecIndexNo: expect.stringMatching(/^[0-9A-F]{32}$/),
      });
    });
    expect(heard).toEqual([`institution:${xiamenHospital.orgId} → province:35 cn.nhsa.auth.check 0`]);
  });

  it('has a business number of its own for each step', async () => {
    const { stage, xiamenHospital } = cast;
    const { authNo } = await xiamenHospital.recognisesFace(citizen.face, { outBizNo: 'BIZ-1' });
    const same = () => xiamenHospital.learnsWho({ authNo }, { outBizNo: 'BIZ-1' });
    await expectRefusedWithoutTrace(stage, same, 'badRequest', { naming: 'data.outBizNo', because: 'one of its own' });
    await expect(xiamenHospital.learnsWho({ authNo }, { outBizNo: 'BIZ-2' })).resolves.toMatchObject(citizen.identity);
  });

  it('takes what table A.4 says from the second step: its business type binds the token', async () => {
    const { xiamenHospital } = cast;
    const { authNo } = await xiamenHospital.recognisesFace(citizen.face, { businessType: '01101' });
    const scan = await xiamenHospital.learnsWho({ authNo }, { businessType: '01301' });
    await expect(xiamenHospital.settles(scan)).resolves.toHaveProperty('businessType', '01301');
  });
});

describe('an authNo', () => {
  it('works once', async () => {
    const { stage, xiamenHospital } = cast;
    const { authNo } = await recognised();
    await xiamenHospital.learnsWho({ authNo });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.learnsWho({ authNo }), 'realPersonSerialNoInvalid', noMore('has been used'));
  });

  it('used 50 times at once works once', async () => {
    const { stage, xiamenHospital } = cast;
    const { authNo } = await recognised();
    const tokens = await stage.fujian.tier.count('ec_token');
    const ends = await Promise.allSettled(Array.from({ length: 50 }, () => xiamenHospital.learnsWho({ authNo }, {}, { timeoutMs: 60_000 })));
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    expect(refused).toHaveLength(49);
    for (const each of refused) expect(each instanceof Refusal && each.returnCode.code).toBe(returnCodes.realPersonSerialNoInvalid.code);
    expect(await stage.fujian.tier.count('ec_token')).toBe(tokens + 1);
  }, 90_000);

  it('is answered again under the same request id', async () => {
    const { xiamenHospital } = cast;
    const { authNo } = await recognised();
    const step = () => xiamenHospital.learnsWho({ authNo }, { outBizNo: 'AGAIN' }, { requestId: 'face-repeat' });
    expect(await step()).toEqual(await step());
  });

  it('is over after its time', async () => {
    const { stage, xiamenHospital } = cast;
    const { authNo } = await recognised();
    stage.clock.passes({ seconds: 60 });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.learnsWho({ authNo }), 'realPersonSerialNoInvalid', noMore('has expired'));
  });

  it('is the institution\'s at which the face was recognised, and of no use to another, here or elsewhere', async () => {
    const { stage, xiamenHospital, xiamenPharmacy, guangzhouHospital } = cast;
    const { authNo } = await recognised();
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.learnsWho({ authNo }), 'realPersonSerialNoInvalid', noMore('another institution'));
    await expectRefusedWithoutTrace(stage, () => guangzhouHospital.learnsWho({ authNo }), 'realPersonSerialNoInvalid', noMore('no such authNo'));
    await expect(xiamenHospital.learnsWho({ authNo })).resolves.toMatchObject(citizen.identity);
  });

  it('that nobody was given is refused, and so is what is none', async () => {
    const { stage, xiamenHospital } = cast;
    const invented = () => xiamenHospital.learnsWho({ authNo: `ano${'7'.repeat(19)}350203` });
    await expectRefusedWithoutTrace(stage, invented, 'realPersonSerialNoInvalid', noMore('no such authNo'));
    for (const authNo of ['ano1', `ano${'7'.repeat(19)}990203`, `ANO${'7'.repeat(19)}350203`]) {
      await expectRefusedWithoutTrace(stage, () => xiamenHospital.learnsWho({ authNo }), 'badRequest', { naming: 'data.authNo' });
    }
  });

  it('is not used up where the insured place is still to be said (INT-61)', async () => {
    const { xiamenHospital, activated } = cast;
    const elsewhere = await activated({ insuredIn: [guangzhou, shenzhen] });
    const { authNo } = await xiamenHospital.recognisesFace(elsewhere.face);
    await expectRefusal(xiamenHospital.learnsWho({ authNo }), 'badRequest', { naming: 'data.insuOrg' });
    await expect(xiamenHospital.learnsWho({ authNo }, { insuOrg: guangzhou })).resolves.toHaveProperty('insuOrg', guangzhou);
  });

  it('gives no token when the credential has ended since the face was recognised (4.4)', async () => {
    const { stage, xiamenHospital, guangzhouHospital, activated } = cast;
    const former = await activated({ insuredIn: [xiamen] });
    const [here, there] = [await xiamenHospital.recognisesFace(former.face), await guangzhouHospital.recognisesFace(former.face)];
    await stage.fujian.reportsChange(former.identity, former.becoming({ userName: '郝改名' }).identity);
    await stage.converged();
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.learnsWho(here), 'credentialNotFound', { because: 'superseded' });
    await expectRefusedWithoutTrace(stage, () => guangzhouHospital.learnsWho(there), 'credentialNotFound', { because: 'superseded' });
  });
});

describe('a face', () => {
  it('of nobody, of somebody unknown and of somebody not activated are one answer', async () => {
    const { stage, xiamenHospital } = cast;
    const registered = await stage.citizen({ insuredIn: [xiamen] });
    for (const face of [Buffer.from('a face in the crowd').toString('base64'), stage.stranger().face, registered.face]) {
      await expectRefusal(xiamenHospital.recognisesFace(face), 'credentialNotFound', { origin: 'national' });
    }
    expect(await stage.fujian.tier.count('failed_look_up', "presentation = 'face'")).toBeGreaterThanOrEqual(3);
  });

  it('of which the library says nothing in time is no answer, and counts nothing', async () => {
    const { stage, xiamenHospital } = cast;
    const silent = () => xiamenHospital.recognisesFace(simulatedFace('never answers'), {}, { timeoutMs: 30_000, retryAfterMs: [] });
    await expectRefusedWithoutTrace(stage, silent, 'timeout', { origin: 'national', because: 'face search' });
  }, 60_000);

  it('is kept nowhere', async () => {
    const { stage, guangzhouHospital } = cast;
    await showsFace(guangzhouHospital, citizen.face);
    for (const tier of stage.tiers) {
      const written = await tier.everything();
      for (const secret of [citizen.face, `simulated face of ${citizen.idNo}`]) expect(written).not.toContain(secret);
    }
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
