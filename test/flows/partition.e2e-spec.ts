import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../../src/protocol/refusal.js';
import { believedBy } from './stage/believed-places.js';
import { booksOf, more } from './stage/books.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { DesignatedInstitution } from './stage/designated-institution.js';
import { expectJournalsWhole, expectRefusal } from './stage/expectations.js';
import type { Failure } from './stage/line.js';
import { Lines, TO_NATIONAL_MS } from './stage/lines.js';
import { fuzhou, guangzhou, shenzhen, xiamen } from './stage/places.js';
import type { Province } from './stage/province.js';

jest.setTimeout(300_000);

/** 挂号 asks for no password, 药店购药 at settlement (table C.1). */
const [REGISTRATION, MEDICINE] = ['01101', '02121'];
const HEALED_WITHIN_MS = 60_000;
/** One attempt of the institution or channel, for as long as the machine needs: that the province gave up when its own limit said so, its answer tells. */
const ONCE = { timeoutMs: 20 * TO_NATIONAL_MS, retryAfterMs: [] };

let cast: Cast;
let lines: Lines;
beforeAll(async () => {
  const passwordPolicy = { default: 'none', byBusinessType: { [MEDICINE]: 'settlement' } };
  cast = await openStageWithCast({ onFiles: true, provinceOverrides: { resumeSettlementsAfterSeconds: 5, lifetimes: { code: 600 }, passwordPolicy } });
  lines = await Lines.between(cast.stage);
});
afterEach(() => lines.heal());
afterAll(async () => {
  await cast.stage.close();
  await lines.leave();
});

const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const books = async () => ({ fujian: await booksOf(cast.stage.fujian), guangdong: await booksOf(cast.stage.guangdong) });

/** By the tiers' own doing: everything that waited has arrived, and no business is undecided. */
async function healed(): Promise<void> {
  const deadline = performance.now() + HEALED_WITHIN_MS;
  const left = (): number => Math.max(1, deadline - performance.now());
  await lines.heal();
  for (let now = await books(); now.fujian.undecided + now.guangdong.undecided > 0; now = await books()) {
    if (performance.now() > deadline) throw new Error(`a business is undecided ${HEALED_WITHIN_MS} ms after the line has healed`);
    await pause(50);
  }
  await cast.stage.converged(left());
}

/** 6.2 to 6.4 inside one province: display, decode, token check, settlement. */
async function visit(citizen: Citizen, province: Province, hospital: DesignatedInstitution): Promise<void> {
  const [poolingArea] = citizen.insuredIn;
  const scan = await hospital.scans(await citizen.shows({ in: province, choosing: poolingArea }));
  expect(await hospital.checks(scan.ecToken, citizen)).toMatchObject({ flag: '1', insuOrg: poolingArea });
  expect(await hospital.settles(scan)).toMatchObject({ insuOrg: poolingArea });
}

const why: Readonly<Record<Failure, string>> = {
  refused: 'ECONN', 'black hole': `no answer within ${TO_NATIONAL_MS} ms`, 'no answers': `no answer within ${TO_NATIONAL_MS} ms`,
};

/** Refused with `500033`, because the line was refused or the configured time was over. */
async function expectNeedsNational(failure: Failure, acts: Readonly<Record<string, Promise<unknown>>>): Promise<void> {
  const told = await Promise.all(Object.entries(acts).map(async ([what, act]) => act.then(() => `${what} was done`, (error: unknown) => (
    error instanceof Refusal ? `${what}: ${error.returnCode.name}, ${error.diagnosis?.includes(why[failure]) ? why[failure] : error.diagnosis}` : `${what}: ${String(error)}`
  ))));
  expect(told).toEqual(Object.keys(acts).map((what) => `${what}: nationalRequestFailed, ${why[failure]}`));
}

describe.each<Failure>(['refused', 'black hole', 'no answers'])('national cannot be reached from any province, nor they from it: %s', (failure) => {
  const [PATIENTS, VISITS] = [8, 5];

  it('inside a province everything goes on without one error; what needs national says so in time; afterwards nothing is lost and nothing twice', async () => {
    const { stage, partner, activated, xiamenHospital, xiamenPharmacy, guangzhouHospital } = cast;
    const { fujian, guangdong, national } = stage;
    const patients = await Promise.all(times(PATIENTS, () => activated({ insuredIn: [xiamen] })));
    const insuredTwice = await activated({ insuredIn: [xiamen, shenzhen] });
    const [traveller, unknown, mover] = [await activated({ insuredIn: [guangzhou] }), await activated({ insuredIn: [guangzhou] }), await activated({ insuredIn: [xiamen] })];
    const scannedAway = async () => xiamenHospital.scans(await traveller.shows({ in: guangdong }), { businessType: REGISTRATION });
    const [toSettle, toHandle, toPreview] = [await scannedAway(), await scannedAway(), await scannedAway()];
    const toReverse = await xiamenHospital.settles(await scannedAway(), { businessType: REGISTRATION });
    const notScanned = await traveller.shows({ in: guangdong });
    const toPay = await xiamenPharmacy.scans(await patients[0].shows({ in: fujian }));
    await stage.converged();
    const before = await books();

    await lines.fail(failure);
    const asked = { businessType: REGISTRATION, institutionSerialNo: `settle ${failure}` };
    const handled = { businessType: REGISTRATION, institutionSerialNo: `handle ${failure}` };
    const reversed = { reversalSerialNo: `reverse ${failure}` };
    const scan = { requestId: `scan-${failure.replace(' ', '-')}` };
    await Promise.all([
      ...patients.flatMap((patient) => times(VISITS, () => visit(patient, fujian, xiamenHospital))),
      ...times(VISITS, () => visit(insuredTwice, fujian, xiamenHospital)),
      ...times(VISITS, () => visit(traveller, guangdong, guangzhouHospital)),
      fujian.tellsPlaces(mover, [{ poolingArea: fuzhou, insuranceType: '310' }]),
      patients[1].authorizes(partner),
      expectNeedsNational(failure, {
        'a scan of another province\'s code': xiamenHospital.scans(notScanned, {}, { ...ONCE, ...scan }),
        'a settlement away from home': xiamenHospital.settles(toSettle, asked, ONCE),
        'a business away from home': xiamenHospital.hasHandled(toHandle, handled, ONCE),
        'a pre-settlement away from home': xiamenHospital.previews(toPreview, { businessType: REGISTRATION }, ONCE),
        'a reversal away from home': xiamenHospital.reverses(toReverse, reversed, ONCE),
        'a display of somebody unknown here': unknown.asksToShow({ in: fujian }, ONCE),
        'a password': xiamenPharmacy.settles(toPay, { password: patients[0].password }, ONCE),
      }),
    ]);

    await healed();
    const after = await books();
    const visits = (PATIENTS + 1) * VISITS;
    // The traveller's settlement and business stand in both provinces, in the books of the insurer at home only; so does the reversal.
    expect(more(after.fujian, before.fujian)).toEqual({ settled: visits, booked: 0, receipts: visits, reversed: 1, handled: 1, notices: 0, undecided: 0 });
    expect(more(after.guangdong, before.guangdong)).toEqual({ settled: VISITS + 1, booked: 1, receipts: VISITS, reversed: 1, handled: 1, notices: VISITS, undecided: 0 });
    // Who asks again under the same number is told what has happened meanwhile; what has not happened can happen now.
    expect(await xiamenHospital.settles(toSettle, asked)).toMatchObject({ insuOrg: guangzhou });
    expect(await xiamenHospital.hasHandled(toHandle, handled)).toMatchObject({ insuOrg: guangzhou });
    expect(await xiamenHospital.reverses(toReverse, reversed)).toMatchObject(reversed);
    expect(await xiamenHospital.scans(notScanned, {}, scan)).toMatchObject(traveller.identity);
    await xiamenPharmacy.settles(toPay, { password: patients[0].password });
    await unknown.shows({ in: fujian });
    await patients[1].shows({ in: fujian, through: partner });
    for (const tier of [{ tier: national }, fujian]) expect(await believedBy(tier, mover)).toEqual([`${fuzhou} 310`]);
    expect(more(await books().then(({ guangdong: now }) => now), after.guangdong)).toMatchObject({ settled: 0, booked: 0, notices: 0 });
    await expectEachMessageOnce(fujian);
    await expectEachMessageOnce(guangdong);
  });
});

/** What national has delivered to a province, the province has taken once each, and journaled once each. */
async function expectEachMessageOnce({ tier }: Province): Promise<void> {
  const delivered = await cast.stage.national.count('outbox_entry', "destination = ? AND state = 'delivered'", [tier.name]);
  const taken = await tier.count('idempotency_record', "caller = 'national' AND expires_at IS NULL");
  const journaled = await tier.count('journal_entry', "actor = 'national' AND act LIKE 'ec.sync.%' AND outcome = 'done'");
  expect({ taken, journaled }).toEqual({ taken: delivered, journaled: delivered });
}

describe.each<Failure>(['refused', 'black hole', 'no answers'])('one province is cut off while national acts: %s', (failure) => {
  it('goes on with what it knows, and learns everything once it is reached again', async () => {
    const { stage, app, partner, activated, guangzhouHospital, xiamenHospital } = cast;
    const { national, fujian, guangdong } = stage;
    const [former, withdrawn, moving] = await Promise.all(times(3, () => activated({ insuredIn: [guangzhou], through: partner })));
    for (const citizen of [withdrawn, moving]) await citizen.authorizes(app);
    const latecomer = await stage.citizen({ insuredIn: [guangzhou] });
    await stage.converged();
    const codes = await Promise.all([former, withdrawn].map((citizen) => citizen.shows({ in: guangdong })));
    const scan = await guangzhouHospital.scans(await former.shows({ in: guangdong }));

    await lines.fail(failure, ['44']);
    await latecomer.activatesThrough(app);
    await stage.centre.changesPerson(former.identity, former.becoming({ userName: '贾示例' }).identity);
    const ofApp = (citizen: Citizen) => ({ authorizationCode: citizen.authorizationCodeIn(app), channelNumber: partner.channelNumber });
    await app.changesAuthorization({ ...ofApp(withdrawn), change: 'revoke' });
    await app.changesAuthorization({ ...ofApp(moving), change: 'suspend' });
    await app.changesAuthorization({ ...ofApp(moving), change: 'restore' });
    const newcomer = await stage.centre.registersPharmacy({ orgId: `P4401040000${Object.keys(why).indexOf(failure)}`, name: '广州新示例药店', division: '440104' }, guangdong);
    // 广东 has heard nothing, and serves whom it knows; 福建 is not held up, and reaches national.
    await Promise.all([withdrawn, moving].map((citizen) => visit(citizen, guangdong, guangzhouHospital)));
    await expectNeedsNational(failure, { 'a display of somebody who has just activated': latecomer.asksToShow({ in: guangdong }, ONCE) });
    await visit(latecomer, fujian, xiamenHospital).catch((error: unknown) => expectTheInsuredPlaceIsAway(error));
    expect((await national.kernel.outbox.backlog()).pending).toBeGreaterThan(0);

    await healed();
    for (const code of codes) await expectRefusal(guangzhouHospital.scans(code), 'qrCodeInvalid');
    await expectRefusal(guangzhouHospital.settles(scan), 'tokenInvalid');
    await expectRefusal(former.shows({ in: guangdong }), 'channelNotAuthorizedByPerson');
    await expectRefusal(withdrawn.shows({ in: guangdong, through: partner }), 'channelNotAuthorizedByPerson');
    await visit(moving, guangdong, guangzhouHospital);
    const heard = await stage.heard(() => latecomer.shows({ in: guangdong }));
    expect(heard).toEqual([`channel:${app.channelNumber} → province:44 ec.qrcode.issue 0`]);
    await expect(newcomer.scans(await moving.shows({ in: guangdong }))).resolves.toMatchObject(moving.identity);
    await expectEachMessageOnce(guangdong);
  });
});

/** 6.5: the display goes on in 福建, and so does the scan; what the insured place must do waits for it. */
function expectTheInsuredPlaceIsAway(error: unknown): void {
  expect(error).toBeInstanceOf(Refusal);
  expect((error as Refusal).returnCode.name).toBe('timeout');
}

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
