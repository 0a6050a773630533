import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';
import type { Unit } from './stage/unit.js';

let cast: Cast;
let chief: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast();
  chief = await cast.activated({ name: '甄法定', insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

/** A unit of 福建 and 广东 in use in the bureau's channel. */
async function unitInUse(): Promise<Unit> {
  const unit = await cast.stage.unit({ representative: chief, registeredIn: [xiamen, guangzhou] });
  await unit.activatesThrough(cast.app);
  await cast.stage.converged();
  return unit;
}

const clerk = (): Promise<Citizen> => cast.activated({ name: '贾经办', insuredIn: [xiamen] });

async function withAgent(): Promise<{ unit: Unit; agent: Citizen }> {
  const [unit, agent] = [await unitInUse(), await clerk()];
  await unit.appoints(agent, cast.app);
  await cast.stage.converged();
  return { unit, agent };
}

describe('INT-66: agents, appointed by the legal representative', () => {
  it('show the unit\'s code; every province of the unit learns who may, by a pseudonym', async () => {
    const { stage, app, xiamenHospital } = cast;
    const [unit, agent] = [await unitInUse(), await clerk()];
    const before = await snapshot(stage.tiers);
    await unit.appoints(agent, app);
    const told = (province: string) => ({
      [`province:${province} electronic_credential`]: 'rewritten' as const, [`province:${province} unit_mandate`]: 1,
      [`province:${province} idempotency_record`]: 1, [`province:${province} journal_entry`]: 1,
    });
    await expectChanges(stage, before, {
      'national unit_mandate': 1, 'national electronic_credential': 'rewritten', 'national outbox_entry': 2, 'national sync_lag': 2,
      'national idempotency_record': 1, 'national journal_entry': 1, ...told('35'), ...told('44'),
    });
    const scan = await xiamenHospital.scansUnit(await unit.shows({ in: stage.fujian, by: agent, choosing: xiamen }));
    expect(scan).toMatchObject({ ...unit.identity, role: 'agent', userName: agent.userName });
    expect((await app.atNational('listUnits', { authorizationCode: agent.authorizationCodeIn(app) })).units).toMatchObject([{ ...unit.identity, role: 'agent' }]);
  });

  it('are told to the representative by name, with the representative as the register has it', async () => {
    const { app } = cast;
    const { unit, agent } = await withAgent();
    expect(await app.atNational('listAgents', unit.codesIn(app))).toEqual({
      persons: [{ role: 'representative', ...chief.identity }, { role: 'agent', ...agent.identity }],
    });
  });

  it('are dismissed at once: what they show is void in every province, what was scanned goes on, and the representative goes on', async () => {
    const { stage, app, xiamenHospital, guangzhouHospital } = cast;
    const { unit, agent } = await withAgent();
    const scan = await xiamenHospital.scansUnit(await unit.shows({ in: stage.fujian, by: agent, choosing: xiamen }));
    const here = await unit.shows({ in: stage.fujian, by: agent });
    const there = await unit.shows({ in: stage.guangdong, by: agent, choosing: guangzhou });
    const chiefs = await unit.shows({ in: stage.fujian, choosing: xiamen });
    await unit.dismisses(agent, app);
    await stage.converged();
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(here), 'qrCodeInvalid', { because: 'void' });
    await expectRefusedWithoutTrace(stage, () => guangzhouHospital.scansUnit(there), 'qrCodeInvalid', { because: 'void' });
    await expectRefusedWithoutTrace(stage, () => unit.shows({ in: stage.fujian, by: agent }), 'forbidden', { naming: 'data.authorizationCode' });
    expect(await xiamenHospital.checksUnit(scan.ecToken, unit)).toHaveProperty('flag', '1');
    await expect(xiamenHospital.scansUnit(chiefs)).resolves.toHaveProperty('role', 'representative');
    expect((await app.atNational('listUnits', { authorizationCode: agent.authorizationCodeIn(app) })).units).toEqual([]);
  });

  it('may neither appoint nor dismiss, nor see who may act, nor authorize a channel, nor change an authorization', async () => {
    const { stage, app, partner } = cast;
    const { unit, agent } = await withAgent();
    const other = await clerk();
    await agent.authorizes(partner);
    const codes = unit.codesIn(app, agent);
    const acts = [
      () => unit.appoints(other, app, { by: agent }), () => unit.dismisses(agent, app, agent), () => app.atNational('listAgents', codes),
      () => app.atNational('listUnitAuthorizations', codes), () => unit.authorizes(partner, { by: agent }),
      () => app.atNational('changeUnitAuthorization', { ...codes, channelNumber: partner.channelNumber, change: 'revoke' }),
      () => unit.activatesThrough(app, { by: agent }),
    ];
    for (const act of acts) await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'data.authorizationCode', because: 'legal representative' });
  });

  it('are people with an activated credential, appointed once, with the representative\'s password, in the official channel', async () => {
    const { stage, app, partner } = cast;
    const { unit, agent } = await withAgent();
    await chief.authorizes(partner);
    await unit.authorizes(partner);
    const dormant = await stage.citizen({ insuredIn: [xiamen] });
    await expectRefusedWithoutTrace(stage, () => unit.appoints(agent, app), 'badRequest', { naming: 'data.idNo', because: 'already' });
    await expectRefusedWithoutTrace(stage, () => unit.appoints(chief, app), 'badRequest', { naming: 'data.idNo', because: 'already' });
    await expectRefusedWithoutTrace(stage, () => unit.appoints(dormant, app), 'credentialNotFound');
    await expectRefusedWithoutTrace(stage, () => unit.appoints(stage.stranger(), app), 'personNotFound');
    await expectRefusedWithoutTrace(stage, () => unit.dismisses(dormant, app), 'badRequest', { naming: 'data.idNo', because: 'no agent' });
    await expectRefusedWithoutTrace(stage, () => unit.dismisses(chief, app), 'badRequest', { naming: 'data.idNo', because: 'no agent' });
    const other = await clerk();
    await expectRefusedWithoutTrace(stage, () => unit.appoints(other, partner), 'forbidden', { because: 'official channel' });
    await expectRefusal(unit.appoints(other, app, { password: '918273' }), 'passwordWrong', { because: '4 tries left' });
    await expect(unit.appoints(other, app)).resolves.toBeUndefined();
  });

  it('are one each, when the same person is appointed twice at a time', async () => {
    const { stage, app } = cast;
    const [unit, agent] = [await unitInUse(), await clerk()];
    const ends = await Promise.allSettled([unit.appoints(agent, app), unit.appoints(agent, app)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await stage.converged();
    expect((await app.atNational('listAgents', unit.codesIn(app))).persons).toHaveLength(2);
  });

  it('act no more once their own name has changed (4.4), nor when it comes back: the code on the screen is void, and they are appointed anew', async () => {
    const { stage, app, xiamenHospital } = cast;
    const { unit, agent } = await withAgent();
    const code = await unit.shows({ in: stage.fujian, by: agent, choosing: xiamen });
    const renamed = agent.becoming({ userName: '贾新名' });
    await stage.fujian.reportsChange(agent.identity, renamed.identity);
    await stage.converged();
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(code), 'qrCodeInvalid', { because: 'void' });
    expect((await app.atNational('listAgents', unit.codesIn(app))).persons).toEqual([{ role: 'representative', ...chief.identity }]);
    for (const [from, to] of [[renamed, renamed], [renamed, agent]]) {
      if (from !== to) await stage.fujian.reportsChange(from.identity, to.identity);
      await to.activatesThrough(app);
      await stage.converged();
      await expectRefusedWithoutTrace(stage, () => unit.shows({ in: stage.fujian, by: to }), 'forbidden', { because: 'nobody who may act' });
    }
    await unit.appoints(agent, app);
    await stage.converged();
    await expect(unit.shows({ in: stage.fujian, by: agent, choosing: xiamen })).resolves.toHaveProperty('ecQrCode');
  });
});

describe('4.6, 4.7, INT-69: the channels of a unit', () => {
  it('of other parties show its code once the representative has authorized them, with the password', async () => {
    const { stage, partner, xiamenHospital } = cast;
    const unit = await unitInUse();
    if ((await partner.asksForState(chief.identity)).next === 'authorize') await chief.authorizes(partner);
    await expectRefusal(unit.authorizes(partner, { password: '918273' }), 'passwordWrong');
    await unit.authorizes(partner);
    await stage.converged();
    await expectRefusal(unit.authorizes(partner), 'authorizationExists');
    const code = await unit.shows({ in: stage.fujian, through: partner, choosing: xiamen });
    await expect(xiamenHospital.scansUnit(code)).resolves.toMatchObject({ ...unit.identity, chnlId: partner.channelNumber });
  });

  it('are managed by the representative in the official channel: suspended, nothing is shown and what is shown is void; restored, it works', async () => {
    const { stage, app, partner, xiamenHospital } = cast;
    const unit = await unitInUse();
    await unit.authorizes(partner);
    await stage.converged();
    const code = await unit.shows({ in: stage.fujian, through: partner, choosing: xiamen });
    const changes = (change: string) => app.atNational('changeUnitAuthorization', { ...unit.codesIn(app), channelNumber: partner.channelNumber, change });
    expect((await changes('suspend')).state).toBe('suspended');
    await stage.converged();
    expect(await app.atNational('listUnitAuthorizations', unit.codesIn(app))).toMatchObject({
      authorizations: [{ channelNumber: partner.channelNumber, channelName: partner.name, state: 'suspended' }],
    });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(code), 'qrCodeInvalid', { because: 'void' });
    const act = () => unit.shows({ in: stage.fujian, through: partner, choosing: xiamen });
    await expectRefusedWithoutTrace(stage, act, 'channelNotAuthorizedByPerson', { because: 'suspended' });
    await expectRefusedWithoutTrace(stage, () => changes('suspend'), 'authorizationUpdateFailed');
    await changes('restore');
    await stage.converged();
    await expect(act()).resolves.toHaveProperty('ecQrCode');
  });

  it('show nothing for whoever has taken back the own authorization, though the unit\'s holds', async () => {
    const { stage, app, partner, xiamenHospital } = cast;
    const unit = await unitInUse();
    const agent = await clerk();
    await agent.authorizes(partner);
    await unit.authorizes(partner);
    await unit.appoints(agent, app);
    await stage.converged();
    const code = await unit.shows({ in: stage.fujian, through: partner, by: agent, choosing: xiamen });
    await app.changesAuthorization({ authorizationCode: agent.authorizationCodeIn(app), channelNumber: partner.channelNumber, change: 'suspend' });
    await stage.converged();
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scansUnit(code), 'qrCodeInvalid', { because: 'void' });
    const act = () => unit.shows({ in: stage.fujian, through: partner, by: agent });
    await expectRefusedWithoutTrace(stage, act, 'channelNotAuthorizedByPerson');
    await expect(unit.shows({ in: stage.fujian, through: partner, choosing: xiamen })).resolves.toHaveProperty('ecQrCode');
  });

  it('of the bureau itself need no authorization: whoever may act enters, and gets the code that is valid already (4.5, INT-41)', async () => {
    const { app } = cast;
    const { unit, agent } = await withAgent();
    const before = unit.authorizationCodeIn(app);
    expect(await unit.authorizes(app, { by: agent })).toBe(before);
    expect(await unit.authorizes(app)).toBe(before);
  });

  it('keep displays apart: nobody refreshes the display of another who acts for the same unit', async () => {
    const { stage } = cast;
    const { unit, agent } = await withAgent();
    const chiefs = await unit.shows({ in: stage.fujian, choosing: xiamen });
    await expectRefusedWithoutTrace(stage, () => unit.shows({ in: stage.fujian, by: agent, refreshing: chiefs }), 'displayIdInvalid');
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
