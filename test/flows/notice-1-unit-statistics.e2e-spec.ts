import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { letsIn } from './stage/centre-staff.js';
import { expectJournalsWhole } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';

interface Row {
  readonly figure: string;
  readonly transType: string;
  readonly province: string;
  readonly businessType: string;
  readonly channelNumber: string;
  readonly times: number;
}

const ACTS = 'activation,authorization,withdrawal,display,decode,token-check';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast(); });
afterAll(() => cast.stage.close());

it('5.2.1, INT-67: what a unit does is counted as what a person does, under transactions of its own', async () => {
  const { stage, app, partner, activated, xiamenHospital } = cast;
  const chief = await activated({ name: '甄法定', insuredIn: [guangzhou] });
  await chief.authorizes(partner);
  const unit = await stage.unit({ representative: chief, registeredIn: [xiamen] });
  await unit.activatesThrough(app);
  await unit.authorizes(partner);
  await app.atNational('changeUnitAuthorization', { ...unit.codesIn(app), channelNumber: partner.channelNumber, change: 'suspend' });
  await stage.converged();
  await unit.shows({ in: stage.fujian });
  const code = await unit.shows({ in: stage.fujian, forBusiness: '90904' });
  const { ecToken } = await xiamenHospital.scansUnit(code);
  await xiamenHospital.checksUnit(ecToken, unit);
  await stage.countsEverything();

  const auditor = await letsIn(stage.national, 'tongji.danwei', 'national', ['audit']);
  const by = 'transType,province,businessType,channelNumber';
  const { rows } = await auditor.asks<{ rows: Row[] }>('GET', `statistics?by=${by}&figure=${ACTS}`);
  const ofUnits = rows.filter(({ transType }) => transType.startsWith('ec.unit')).map(
    ({ figure, transType, province, businessType, channelNumber, times }) => [figure, transType, province, businessType, channelNumber, times].join(' '),
  );
  const [inApp, inPartner] = [app.channelNumber, partner.channelNumber];
  expect(ofUnits.toSorted()).toEqual([
    `activation ec.unit.activate 35  ${inApp} 1`,
    `authorization ec.unit.activate 35  ${inApp} 1`,
    `authorization ec.unit.authorization.grant 35  ${inPartner} 1`,
    `decode ec.unit.query 35 90904 ${inApp} 1`,
    `display ec.unit.qrcode.issue 35  ${inApp} 1`,
    `display ec.unit.qrcode.issue 35 90904 ${inApp} 1`,
    `token-check ec.unit.verify 35 90904 ${inApp} 1`,
    `withdrawal ec.unit.authorization.change 35  ${inPartner} 1`,
  ].toSorted());
  await expectJournalsWhole(stage.tiers);
});
