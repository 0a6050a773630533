import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Unreachable } from '../../src/client/http-post.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { DesignatedInstitution, Receipt, Scan } from './stage/designated-institution.js';
import { expectJournalsWhole, expectRefusal } from './stage/expectations.js';
import { Meddler, type Gate, type Meddling } from './stage/meddler.js';
import { xiamen } from './stage/places.js';
import { ProvinceProcess, ProvinceProgram } from './stage/province-process.js';
import type { Province } from './stage/province.js';

let cast: Cast;
let program: ProvinceProgram;
/** The province that is killed, while it runs in a process of its own. */
let process: ProvinceProcess | undefined;

/** Where the power fails: before somebody hears of a question, or after the answer was given and before it is heard. */
interface Blow {
  readonly at: 'the insurer' | 'national' | 'the institution';
  readonly when: 'before' | 'after';
  /** The question that must be on the line. */
  readonly question: string;
}
let blow: Blow | undefined;

/** Every line asks whether the blow falls on it now. */
function falls(at: Blow['at'], when: Blow['when'], request: Buffer): boolean {
  if (blow === undefined || blow.at !== at || blow.when !== when || !request.toString('utf8').includes(`"transType":"${blow.question}"`)) return false;
  blow = undefined;
  process?.kill();
  return true;
}
const gate = (at: Blow['at']): Gate => (request) => (falls(at, 'before', request) ? 'hang up' : 'pass');
const line = (at: Blow['at']): Meddling => ({ request, reply }) => (falls(at, 'after', request) ? 'hang up' : reply);

beforeAll(async () => {
  program = new ProvinceProgram();
  cast = await openStageWithCast({ onFiles: true });
  await cast.stage.fujian.insurer.standsBehind(line('the insurer'), gate('the insurer'));
  await cast.stage.national.standsBehind(line('national'), gate('national'));
}, 60_000);
afterAll(async () => {
  await cast.stage.close();
  program.remove();
});

/** Plays an act while a province runs in a process of its own; at the end the process is dead and the province starts again with what it had written. */
async function whileKilled(province: Province, where: Blow, act: (desk: string) => Promise<unknown>): Promise<void> {
  const { tier } = province;
  await tier.stops();
  process = await ProvinceProcess.start(program, tier.configuration, cast.stage.clock.now() - Date.now());
  const desk = await Meddler.before(tier.coreUrl, line('the institution'), 0, gate('the institution'));
  blow = where;
  try {
    const outcome = await act(desk.url).then(() => 'answered', (error: unknown) => error);
    expect({ blow, outcome }).toEqual({ blow: undefined, outcome: expect.any(Error) });
    // The institution has no answer: the line broke, or another machine said that it got none.
    if (outcome instanceof Refusal) expect(outcome.returnCode.name).toMatch(/timeout|nationalRequestFailed/);
    else expect(outcome).toBeInstanceOf(Unreachable);
  } finally {
    blow = undefined;
    process.kill();
    await process.gone();
    await desk.leaves();
    await tier.starts();
  }
}

/** Sent once, over the line to the province that is killed where that is the institution's own. */
const onceVia = (own: boolean, desk: string) => ({ retryAfterMs: [], ...(own && { via: desk }) });

/** The receipt as the institution's province and the insured place tell it. */
async function receiptsOf(at: DesignatedInstitution, settlementNo: string): Promise<Receipt[]> {
  const insurer = cast.stage.fujian.insurer.speakerTo('province:35');
  return [await at.findsReceipt(settlementNo), await insurer.ask(cast.stage.fujian.coreUrl, transactions.findReceipt, { settlementNo })];
}

/** What stands in the insurer's books under a number: once, whatever happened. */
const booked = (settlementNo: string) => cast.stage.fujian.insurer.rows<{ fundFen: number; reversedAt: number | null }>(
  'SELECT fund_fen AS "fundFen", reversed_at AS "reversedAt" FROM settled WHERE settlement_no = ?', [settlementNo],
);

async function takenUp(...provinces: Province[]): Promise<void> {
  cast.stage.clock.passes({ seconds: 31 });
  for (const province of provinces) await province.takesUpUnfinishedSettlements();
}

interface Story {
  readonly at: DesignatedInstitution;
  /** Where the institution is. */
  readonly province: Province;
  readonly citizen: Citizen;
}
const atHome = async (): Promise<Story> => ({ at: cast.xiamenHospital, province: cast.stage.fujian, citizen: await cast.activated({ insuredIn: [xiamen] }) });
const away = async (): Promise<Story> => ({ at: cast.guangzhouHospital, province: cast.stage.guangdong, citizen: await cast.activated({ insuredIn: [xiamen] }) });
const scanned = async ({ at, province, citizen }: Story): Promise<Scan> => at.scans(await citizen.shows({ in: province }));

async function expectSettledOnce(story: Story, killed: Province, where: Blow): Promise<void> {
  const { at, province, citizen } = story;
  const { insurer } = cast.stage.fujian;
  const [scan, institutionSerialNo, before] = [await scanned(story), at.nextSerialNo(), await insurer.count('settled')];
  await whileKilled(killed, where, (desk) => at.settles(scan, { institutionSerialNo }, onceVia(killed === province, desk)));
  const written = await province.tier.rows<{ no: string; state: string }>(
    'SELECT settlement_no AS no, state FROM settlement WHERE institution_serial_no = ? AND org_id = ?', [institutionSerialNo, at.orgId],
  );
  expect(written).toEqual([{ no: expect.any(String), state: where.at === 'the institution' ? 'settled' : 'requested' }]);
  await takenUp(province);
  const receipt = await at.settles(scan, { institutionSerialNo });
  expect(receipt.settlementNo).toBe(written[0].no);
  expect(await receiptsOf(at, receipt.settlementNo)).toEqual([receipt, receipt]);
  expect(await booked(receipt.settlementNo)).toEqual([{ fundFen: receipt.fundFen, reversedAt: null }]);
  expect(await insurer.count('settled')).toBe(before + 1);
  await expectRefusal(at.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'used up' });
}

async function expectReversedOnce(story: Story, killed: Province, where: Blow): Promise<void> {
  const { at, province, citizen } = story;
  const fresh = await at.previews(await scanned(story));
  const scan = await scanned(story);
  const receipt = await at.settles(scan);
  const reversalSerialNo = `R${at.nextSerialNo()}`;
  await whileKilled(killed, where, (desk) => at.reverses(receipt, { reversalSerialNo }, onceVia(killed === province, desk)));
  await takenUp(province);
  const reversed = await at.reverses(receipt, { reversalSerialNo });
  expect(reversed).toEqual({ ...receipt, reversalSerialNo, reversedAt: expect.any(Number) });
  expect(await receiptsOf(at, receipt.settlementNo)).toEqual([reversed, reversed]);
  expect(await booked(receipt.settlementNo)).toEqual([{ fundFen: receipt.fundFen, reversedAt: reversed.reversedAt }]);
  expect(await at.previews(await scanned(story))).toEqual(fresh);
  await expectRefusal(at.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'used up' });
}

const steps = {
  settlement: [
    ['before the insurer hears of the order', { at: 'the insurer', when: 'before', question: 'ec.insurance.settle' }],
    ['after the insurer has settled, before its answer is heard', { at: 'the insurer', when: 'after', question: 'ec.insurance.settle' }],
    ['after the receipt is entered, before the institution hears of it', { at: 'the institution', when: 'after', question: 'ec.settle' }],
  ],
  reversal: [
    ['before the insurer hears of it', { at: 'the insurer', when: 'before', question: 'ec.insurance.reverse' }],
    ['after the insurer has reversed, before its answer is heard', { at: 'the insurer', when: 'after', question: 'ec.insurance.reverse' }],
    ['after the receipt is marked, before the institution hears of it', { at: 'the institution', when: 'after', question: 'ec.settle.reverse' }],
  ],
} as const satisfies Record<string, readonly (readonly [string, Blow])[]>;

describe('6.4: the province is killed', () => {
  it.each(steps.settlement)('%s: one settlement, one receipt, the token used up', async (_, where) => {
    await expectSettledOnce(await atHome(), cast.stage.fujian, where);
  }, 60_000);

  it.each(steps.reversal)('during a reversal, %s: reversed once, everything given back', async (_, where) => {
    await expectReversedOnce(await atHome(), cast.stage.fujian, where);
  }, 60_000);
});

describe('6.5: the business place is killed', () => {
  it.each([
    ['before national hears of the order', { at: 'national', when: 'before', question: 'ec.exchange.settle' }],
    ['after the insured place has settled, before its answer is heard', { at: 'national', when: 'after', question: 'ec.exchange.settle' }],
  ] as const satisfies readonly (readonly [string, Blow])[])('%s: one settlement, the same receipt on both sides', async (_, where) => {
    await expectSettledOnce(await away(), cast.stage.guangdong, where);
  }, 60_000);

  it('after the insured place has reversed, before its answer is heard: reversed once', async () => {
    await expectReversedOnce(await away(), cast.stage.guangdong, { at: 'national', when: 'after', question: 'ec.exchange.reverse' });
  }, 60_000);
});

describe('6.5: the insured place is killed', () => {
  it.each([steps.settlement[0], steps.settlement[1]])('%s: one settlement, the same receipt on both sides', async (_, where) => {
    await expectSettledOnce(await away(), cast.stage.fujian, where);
  }, 60_000);

  it.each([steps.reversal[0], steps.reversal[1]])('during a reversal, %s: reversed once', async (_, where) => {
    await expectReversedOnce(await away(), cast.stage.fujian, where);
  }, 60_000);
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
