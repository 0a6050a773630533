import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '../../src/protocol/refusal.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { CompiledStage } from './stage/child-process.js';
import type { Citizen } from './stage/citizen.js';
import type { CountingOrder, Death } from './stage/counting-program.js';
import { expectJournalsWhole, expectRefusal } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { ProvinceProcess, ProvinceProgram } from './stage/province-process.js';

let cast: Cast;
let citizen: Citizen;
let program: ProvinceProgram;
let compiled: CompiledStage;
beforeAll(async () => {
  program = new ProvinceProgram();
  compiled = new CompiledStage();
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
}, 60_000);
afterAll(async () => {
  await cast.stage.close();
  program.remove();
  compiled.removes();
});

interface Numbers {
  readonly display: number;
  readonly decode: number;
  readonly settlement: number;
  readonly fen: readonly [total: number, fund: number, account: number, cash: number];
}

/** As the database hands them out: PostgreSQL gives a sum of bigints as text. */
type Sums = Readonly<Record<'n' | 'total' | 'fund' | 'account' | 'cash', number | string>>;
const NOTHING: Sums = { n: 0, total: 0, fund: 0, account: 0, cash: 0 };
const fenOf = ({ total, fund, account, cash }: Sums): Numbers['fen'] => [Number(total), Number(fund), Number(account), Number(cash)];

/** What the tables of the rooms say was done: nothing of it knows that anybody counts. */
async function done(): Promise<Numbers> {
  const { tier } = cast.stage.fujian;
  const [settled = NOTHING] = await tier.rows<Sums>(
    `SELECT count(*) AS n, coalesce(sum(total_fen), 0) AS total, coalesce(sum(fund_fen), 0) AS fund, coalesce(sum(personal_account_fen), 0) AS account,
       coalesce(sum(cash_fen), 0) AS cash FROM settlement WHERE role = 'business' AND state = 'settled'`,
  );
  return {
    display: await tier.count('qr_code'), decode: await tier.count('qr_code', 'consumed_at IS NOT NULL'), settlement: Number(settled.n), fen: fenOf(settled),
  };
}

/** What was counted, as national knows it. */
async function counted(): Promise<Numbers> {
  const { stage } = cast;
  await stage.countsEverything();
  const rows = await stage.national.rows<Sums & { figure: string }>(
    `SELECT figure, sum(times) AS n, sum(total_fen) AS total, sum(fund_fen) AS fund, sum(personal_account_fen) AS account, sum(cash_fen) AS cash
       FROM figure_count WHERE source = '35' GROUP BY figure`,
  );
  const of = (figure: string): Sums => rows.find((row) => row.figure === figure) ?? NOTHING;
  const settled = of('settlement');
  return { display: Number(of('display').n), decode: Number(of('decode').n), settlement: Number(settled.n), fen: fenOf(settled) };
}

/** How often institutions of the province were refused, as it was counted. */
async function refusals(): Promise<number> {
  await cast.stage.countsEverything();
  const [row] = await cast.stage.national.rows<{ n: number | null }>(
    "SELECT sum(times) AS n FROM figure_count WHERE source = '35' AND figure = 'refusal' AND channel_number = ''",
  );
  return Number(row?.n ?? 0);
}

/** The province runs in a process of its own meanwhile, which is dead at the end; then it starts again here. */
async function inAProcess(statistics: object, act: (process: ProvinceProcess) => Promise<void>): Promise<void> {
  const { stage } = cast;
  const { tier } = stage.fujian;
  await tier.stops();
  const process = await ProvinceProcess.start(program, { ...tier.configuration, statistics } as typeof tier.configuration, stage.clock.now() - Date.now());
  try {
    await act(process);
  } finally {
    process.kill();
    await process.gone();
    await tier.starts();
  }
}

/** Of the form of a token, and none. */
const NO_TOKEN = '350203ecaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const RARELY = { countEverySeconds: 86_400 };

async function settlesOne(): Promise<void> {
  const { xiamenHospital, stage } = cast;
  await xiamenHospital.settles(await xiamenHospital.scans(await citizen.shows({ in: stage.fujian })), { totalFen: 1_000 + Math.floor(Math.random() * 90_000) });
}

describe('a province that is killed between an act and its count', () => {
  it('has counted the act once after it is started again', async () => {
    const before = await counted();
    await inAProcess(RARELY, async () => { await settlesOne(); });
    const after = await counted();
    expect(after).toEqual(await done());
    expect(after.settlement).toBe(before.settlement + 1);
  }, 60_000);

  it('has counted every refusal whose answer had left the house', async () => {
    const { xiamenHospital, stage } = cast;
    const before = await refusals();
    await inAProcess(RARELY, async () => {
      const code = await citizen.shows({ in: stage.fujian });
      await xiamenHospital.scans(code);
      for (let n = 0; n < 3; n += 1) await expectRefusal(xiamenHospital.scans(code), 'qrCodeInvalid', { because: 'has been used' });
    });
    expect(await refusals()).toBe(before + 3);
  }, 60_000);
});

describe('a province that is killed in the middle of counting', () => {
  const deaths: Death[] = [
    { portion: 1, at: 'before its commit' }, { portion: 1, at: 'after its commit' }, { portion: 2, at: 'before its commit' },
    { portion: 2, at: 'after its commit' },
  ];

  it('counts every line once, however often that happens', async () => {
    const { stage } = cast;
    const { tier } = stage.fujian;
    for (let n = 0; n < 8; n += 1) await settlesOne();
    await tier.stops();
    for (const death of deaths) {
      const order: CountingOrder = { plan: { ...tier.configuration, statistics: RARELY }, aheadMs: stage.clock.now() - Date.now(), lines: 4, death };
      expect(await compiled.starts('counting-program', order).dies()).toBe('SIGKILL');
    }
    await tier.starts();
    // Four portions of four lines were committed in all that time, and two were lost: what is left is counted now.
    expect(await tier.count('journal_entry', 'sequence > (SELECT journal_sequence FROM counting_progress)')).toBeGreaterThan(0);
    expect(await counted()).toEqual(await done());
  }, 120_000);
});

describe('a province that is killed at any moment while it serves, counts and reports', () => {
  it('has counted what was done, and at least what it has said', async () => {
    const { stage, xiamenHospital } = cast;
    const before = await refusals();
    const answers = { asked: 0, told: 0 };
    const busy = async (process: ProvinceProcess, enough: number): Promise<void> => {
      while (answers.told < enough) {
        await settlesOne();
        answers.asked += 1;
        const refused = await xiamenHospital.checks(NO_TOKEN, citizen, { retryAfterMs: [] }).catch((error: unknown) => error);
        if (!(refused instanceof Refusal)) throw refused;
        answers.told += 1;
      }
      process.kill();
    };
    for (const enough of [4, 13, 24]) {
      await inAProcess({ countEverySeconds: 1, reportEverySeconds: 1 }, async (process) => {
        await Promise.allSettled(Array.from({ length: 4 }, () => busy(process, enough)));
      });
    }
    stage.clock.passes({ seconds: 31 });
    await stage.fujian.takesUpUnfinishedSettlements();
    const after = await counted();
    expect(after).toEqual(await done());
    const counts = (await refusals()) - before;
    expect(counts).toBeGreaterThanOrEqual(answers.told);
    expect(counts).toBeLessThanOrEqual(answers.asked);
    expect(answers.told).toBeGreaterThanOrEqual(24);
  }, 120_000);
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
