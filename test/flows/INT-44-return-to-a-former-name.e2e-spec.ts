import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { fuzhou, xiamen } from './stage/places.js';

/** 结算, table C.1. */
const SETTLEMENT = '01301';

let cast: Cast;
beforeAll(async () => {
  cast = await openStageWithCast({ provinceOverrides: { passwordPolicy: { default: 'none', byBusinessType: { [SETTLEMENT]: 'display' } } } });
});
afterAll(() => cast.stage.close());

/** Bears another name for a while, and has the former one again; every province has heard of it. */
async function bearsAnotherNameForAWhile(citizen: Citizen): Promise<void> {
  const { stage } = cast;
  const renamed = citizen.becoming({ userName: '贾示例' });
  for (const [from, to] of [[citizen, renamed], [renamed, citizen]]) {
    await stage.fujian.reportsChange(from.identity, to.identity);
    await stage.converged();
  }
}

async function activatesAgain(citizen: Citizen): Promise<void> {
  await citizen.activatesThrough(cast.app, { password: '618034' });
  await cast.stage.converged();
}

describe('who returns to a former name has a former credential number, and nothing of its former life (INT-44)', () => {
  it('an authorization code of that life opens nothing, in the official channel either', async () => {
    const { stage, app, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const former = citizen.authorizationCodeIn(app);
    await bearsAnotherNameForAWhile(citizen);
    await activatesAgain(citizen);
    const act = () => app.asksForCode(stage.fujian, { authorizationCode: former });
    await expectRefusedWithoutTrace(stage, act, 'channelNotAuthorizedByPerson', { because: 'revoked' });
    await expect(citizen.shows({ in: stage.fujian })).resolves.toHaveProperty('ecQrCode');
  });

  it('a display of that life is over: its password proves nothing', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const [shown, shownNationally] = [
      await citizen.shows({ in: stage.fujian, forBusiness: SETTLEMENT, password: citizen.password }), await citizen.showsNationalCode({ password: citizen.password }),
    ];
    await bearsAnotherNameForAWhile(citizen);
    await activatesAgain(citizen);
    await expectRefusedWithoutTrace(stage, () => citizen.shows({ in: stage.fujian, refreshing: shown, forBusiness: SETTLEMENT }), 'displayIdInvalid');
    await expectRefusedWithoutTrace(stage, () => citizen.showsNationalCode({ refreshing: shownNationally }), 'displayIdInvalid');
  });

  it('the pooling area chosen in that life is asked for again', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen, fuzhou] });
    await citizen.shows({ in: stage.fujian, choosing: fuzhou });
    await bearsAnotherNameForAWhile(citizen);
    await activatesAgain(citizen);
    expect(await citizen.asksToShow({ in: stage.fujian })).toHaveProperty('insuredPlaces');
  });

  it('the new password is not locked because the old one was guessed at', async () => {
    const { partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    for (let attempt = 0; attempt < 5; attempt += 1) await expectRefusal(citizen.authorizes(partner, { password: '135792' }), 'passwordWrong');
    await bearsAnotherNameForAWhile(citizen);
    await activatesAgain(citizen);
    await expect(citizen.authorizes(partner, { password: '618034' })).resolves.toEqual(expect.any(String));
  });

  it('nor the face, because others were held up', async () => {
    const { stage, app, activated } = cast;
    const [citizen, other] = [await activated({ insuredIn: [xiamen] }), await stage.citizen({ insuredIn: [xiamen] })];
    for (let attempt = 0; attempt < 5; attempt += 1) await expectRefusal(citizen.provesWho(app, { face: other.face }), 'forbidden', { naming: 'data.biometricSample' });
    await bearsAnotherNameForAWhile(citizen);
    await expect(citizen.provesWho(app)).resolves.toHaveProperty('realPersonSerialNo');
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
