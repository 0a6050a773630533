import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, shenzhen, xiamen } from './stage/places.js';
import { codeSentTo, freshNumber, saysNumber, withNumber } from './stage/presenting.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let citizen: Citizen;
let mobile: string;
beforeAll(async () => {
  cast = await openStageWithCast();
  ({ citizen, mobile } = await withNumber(cast, { insuredIn: [xiamen] }));
});
afterAll(() => cast.stage.close());

const another = (code: string): string => (code.startsWith('1') ? '2' : '1') + code.slice(1);

/** A code on the telephone, a minute after any other. */
async function coded(number = mobile): Promise<{ mobile: string; smsCode: string }> {
  cast.stage.clock.passes({ minutes: 1 });
  await cast.xiamenHospital.hasCodeSentTo(number);
  return { mobile: number, smsCode: await codeSentTo(cast, number) };
}

describe('4.10 手机号: a number said at the counter', () => {
  it('is sent six digits through national, which tells the number masked; the institution learns nobody yet', async () => {
    const { stage, xiamenHospital } = cast;
    await stage.converged();
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      const sent = await xiamenHospital.hasCodeSentTo(mobile);
      expect(sent).toEqual({ sentTo: `${mobile.slice(0, 3)}****${mobile.slice(7)}`, expiresAt: expect.any(Number), resendAt: expect.any(Number) });
    });
    expect(heard).toEqual(['province:35 → national ec.exchange.mobile.send 0', `institution:${xiamenHospital.orgId} → province:35 ec.query.mobile.send 0`]);
    expect((await stage.messagesTo(mobile))[0]).toEqual({ mobile, smsType: 'present', code: expect.stringMatching(/^\d{6}$/), validSeconds: 300 });
    await expectChanges(stage, before, {
      'national sms_code': 1, 'national idempotency_record': 1, 'national journal_entry': 2,
      'province:35 failed_look_up': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
    });
  });

  it('with its code is the person; the code is used once', async () => {
    const { xiamenHospital } = cast;
    const said = await coded();
    await expect(xiamenHospital.takesCode(said)).resolves.toMatchObject({ ...citizen.identity, insuOrg: xiamen });
    await expectRefusal(xiamenHospital.takesCode(said), 'smsCodeExpired', { origin: 'national' });
  });

  it('with its code under one request id is answered again, and nothing happens twice', async () => {
    const { stage, xiamenHospital } = cast;
    const said = await coded();
    const tokens = await stage.fujian.tier.count('ec_token');
    const answer = await xiamenHospital.takesCode(said, {}, { requestId: 'mobile-repeat' });
    expect(await xiamenHospital.takesCode(said, {}, { requestId: 'mobile-repeat' })).toEqual(answer);
    expect(await stage.fujian.tier.count('ec_token')).toBe(tokens + 1);
  });

  it('asked 50 times at once with one code is the person once', async () => {
    const { stage, xiamenHospital } = cast;
    const said = await coded();
    const tokens = await stage.fujian.tier.count('ec_token');
    const ends = await Promise.allSettled(Array.from({ length: 50 }, () => xiamenHospital.takesCode(said, {}, { timeoutMs: 60_000 })));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await stage.fujian.tier.count('ec_token')).toBe(tokens + 1);
  }, 90_000);

  it('tells the tries that a wrong code has left, and is refused after the last', async () => {
    const { xiamenHospital } = cast;
    const { smsCode } = await coded();
    for (const left of ['4 tries', '3 tries', '2 tries', '1 try', '0 tries']) {
      const wrong = xiamenHospital.takesCode({ mobile, smsCode: another(smsCode) });
      await expectRefusal(wrong, 'smsCodeWrong', { origin: 'national', naming: 'data.smsCode', because: `${left} left` });
    }
    await expectRefusal(xiamenHospital.takesCode({ mobile, smsCode }), 'smsCodeExpired', { origin: 'national' });
  });

  it('is no code any more after five minutes', async () => {
    const { stage, xiamenHospital } = cast;
    const said = await coded();
    stage.clock.passes({ minutes: 5 });
    await expectRefusal(xiamenHospital.takesCode(said), 'smsCodeExpired', { origin: 'national' });
  });

  it('opens nothing at another institution, in another province or in a channel', async () => {
    const { xiamenHospital, xiamenPharmacy, guangzhouHospital, partner } = cast;
    const said = await coded();
    for (const other of [xiamenPharmacy, guangzhouHospital]) await expectRefusal(other.takesCode(said), 'smsCodeExpired', { origin: 'national' });
    await expectRefusal(citizen.authorizes(partner, { smsCode: said.smsCode }), 'smsCodeExpired');
    await expect(xiamenHospital.takesCode(said)).resolves.toMatchObject(citizen.identity);
  });

  it('is sent another code after a minute only, whoever asks, and ten a day', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const number = freshNumber();
    await xiamenHospital.hasCodeSentTo(number);
    const tooSoon = { origin: 'national', naming: 'data.mobile', because: /in (59|60) s/ };
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.hasCodeSentTo(number), 'rateLimited', tooSoon);
    for (let sent = 1; sent < 10; sent += 1) {
      stage.clock.passes({ minutes: 1 });
      await xiamenHospital.hasCodeSentTo(number);
    }
    stage.clock.passes({ minutes: 1 });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.hasCodeSentTo(number), 'rateLimited', { origin: 'national', because: 'at most 10 codes' });
  });

  it('is told when the gateway does not take the message', async () => {
    const { xiamenHospital } = cast;
    const { mobile: deaf } = await withNumber(cast, { insuredIn: [xiamen] }, freshNumber());
    // The gateway of the stage takes the number at the activation; it is bound to a number it does not take by hand.
    await rebound(deaf, '13711110000');
    await expectRefusal(xiamenHospital.hasCodeSentTo('13711110000'), 'timeout', { origin: 'national', because: 'did not accept' });
  });

  async function rebound(from: string, to: string): Promise<void> {
    const { national } = cast.stage;
    const [before, after] = [from, to].map((number) => national.kernel.protection.blindIndex('person_mobile.mobile', number));
    await national.rows('UPDATE person_mobile SET mobile_index = ? WHERE mobile_index = ?', [after, before]);
  }
});

describe('INT-63 several persons with one number', () => {
  const number = freshNumber();
  let family: Citizen[];
  beforeAll(async () => {
    family = [];
    for (const name of ['贾父', '贾母', '贾母']) {
      family.push((await withNumber(cast, { insuredIn: [xiamen], name }, number)).citizen);
    }
  });

  it('must be told apart by the name; the code is not used up by asking', async () => {
    const { xiamenHospital } = cast;
    const said = await coded(number);
    await expectRefusal(xiamenHospital.takesCode(said), 'badRequest', { origin: 'national', naming: 'data.userName', because: 'several persons' });
    await expect(xiamenHospital.takesCode(said, { userName: '贾父' })).resolves.toMatchObject(family[0].identity);
    await expectRefusal(xiamenHospital.takesCode(said, { userName: '贾父' }), 'smsCodeExpired', { origin: 'national' });
  });

  it('must be told apart by the document number where names are the same', async () => {
    const { xiamenHospital } = cast;
    const said = await coded(number);
    await expectRefusal(xiamenHospital.takesCode(said, { userName: '贾母' }), 'badRequest', { origin: 'national', naming: 'data.userName' });
    await expect(xiamenHospital.takesCode(said, { userName: '贾母', idNo: family[2].idNo })).resolves.toMatchObject(family[2].identity);
  });

  it('what is said must be right, also where one person alone holds the number', async () => {
    const { xiamenHospital } = cast;
    const said = await coded();
    await expectRefusal(xiamenHospital.takesCode(said, { userName: '贾父' }), 'credentialNotFound', { origin: 'national' });
    await expectRefusal(xiamenHospital.takesCode(said, { idNo: family[0].idNo }), 'credentialNotFound', { origin: 'national' });
    await expect(xiamenHospital.takesCode(said, { userName: citizen.userName, idNo: citizen.idNo })).resolves.toMatchObject(citizen.identity);
  });
});

it('INT-61: does not use the code up while the insured place is still to be said', async () => {
  const { xiamenHospital } = cast;
  const elsewhere = await withNumber(cast, { insuredIn: [guangzhou, shenzhen] });
  const said = await coded(elsewhere.mobile);
  await expectRefusal(xiamenHospital.takesCode(said), 'badRequest', { origin: 'national', naming: 'data.insuOrg' });
  await expect(xiamenHospital.takesCode(said, { insuOrg: guangzhou })).resolves.toMatchObject({ ...elsewhere.citizen.identity, insuOrg: guangzhou });
});

it('keeps neither number nor code in the clear', async () => {
  const { smsCode } = await coded();
  await saysNumber(cast, cast.guangzhouHospital, (await withNumber(cast, { insuredIn: [xiamen] })).mobile);
  for (const tier of cast.stage.tiers) {
    const written = await tier.everything();
    expect(written).not.toContain(mobile);
    expect(written).not.toContain(`"${smsCode}"`);
  }
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
