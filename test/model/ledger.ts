import type { Stage } from '../flows/stage/stage.js';
import type { StageTier } from '../flows/stage/stage-tier.js';
import { insuranceTypes } from './acts/drawn.js';
import type { Nation } from './reference/nation.js';
import type { Province } from './reference/province.js';
import { expectSame } from './same.js';

/** Where rows are counted: nothing is there twice, and nothing that nobody asked for. */
const NATIONAL = ['qr_code', 'qr_display', 'channel_authorization', 'handling'];
const PROVINCE = ['qr_code', 'qr_display', 'ec_token', 'settlement', 'business_handling', 'completion_notice', 'unanswered_places'];
const INSURER = ['settled', 'booked_business'];

/** What stands in the databases, held against the model. */
export class Ledger {
  private constructor(private readonly nation: Nation, private readonly stage: Stage, private readonly before: ReadonlyMap<string, number>) {}

  static async open(nation: Nation, stage: Stage): Promise<Ledger> {
    return new Ledger(nation, stage, await counts(stage));
  }

  private get documents(): Set<string> {
    return new Set(this.nation.people.flatMap(({ aliases }) => aliases.map(({ idNo }) => idNo)));
  }

  async compare(): Promise<void> {
    await this.compareCounts();
    for (const province of this.nation.provinces) {
      await this.compareMoney(province);
      for (const idNo of this.documents) await compareBelief(province, idNo);
    }
  }

  private async compareCounts(): Promise<void> {
    const added = [...(await counts(this.stage))].map(([key, rows]) => [key, rows - (this.before.get(key) ?? 0)] as const);
    expectSame(Object.fromEntries(added), Object.fromEntries(added.map(([key]) => [key, this.nation.tally.of(key)])));
  }

  /** 个人账户, 起付线 and 统筹基金 in the insurer's books are what the receipts say, reversals given back. */
  private async compareMoney({ insurer, hand }: Province): Promise<void> {
    for (const idNo of this.documents) {
      const person = hand.insurer.kernel.protection.blindIndex('insurance.person', `01 ${idNo}`);
      for (const insuranceType of insuranceTypes) {
        const { balance, years } = insurer.books(idNo, insuranceType);
        const [account] = await hand.insurer.rows<{ balance: number }>(
          'SELECT balance_fen AS balance FROM personal_account WHERE person_index = ? AND insurance_type = ?', [person, insuranceType],
        );
        const used = await hand.insurer.rows<{ year: string; deductible: number; fund: number }>(
          'SELECT benefit_year AS year, deductible_used_fen AS deductible, fund_paid_fen AS fund FROM benefit_use WHERE person_index = ? AND insurance_type = ?',
          [person, insuranceType],
        );
        const inBooks = { balance: account?.balance ?? balance, years: Object.fromEntries(used.map(({ year, ...rest }) => [year, rest])) };
        expectSame({ of: `${idNo} ${insuranceType}`, ...inBooks }, { of: `${idNo} ${insuranceType}`, balance, years });
      }
    }
  }
}

/** What a province believes of whoever stands there with this document: name, places, and the states of credentials. */
async function compareBelief(province: Province, idNo: string): Promise<void> {
  const { tier } = province.hand;
  const person = [tier.kernel.protection.blindIndex('person.document', `01 ${idNo}`)];
  const places = await tier.rows<{ place: string }>(
    "SELECT pooling_area || ' ' || insurance_type AS place FROM insured_place JOIN insured_person USING (person_id) WHERE identity_index = ? ORDER BY place", person,
  );
  const states = await tier.rows<{ state: string }>(
    'SELECT state FROM electronic_credential JOIN insured_person ON person_id = subject_id WHERE identity_index = ? ORDER BY state', person,
  );
  const seen = { places: places.map(({ place }) => place), states: states.map(({ state }) => state) };
  expectSame({ at: province.name, of: idNo, ...seen }, { at: province.name, of: idNo, ...province.believes(idNo) });
}

async function counts(stage: Stage): Promise<Map<string, number>> {
  const national = await countsOf(stage.national, NATIONAL, 'national');
  const provinces = await Promise.all(Object.entries(stage.provinces).map(async ([code, { tier, insurer }]) => (
    [...(await countsOf(tier, PROVINCE, code)), ...(await countsOf(insurer, INSURER, code))]
  )));
  return new Map([...national, ...provinces.flat()]);
}

const countsOf = (tier: StageTier, tables: readonly string[], name: string): Promise<[string, number][]> => (
  Promise.all(tables.map(async (table): Promise<[string, number]> => [`${name} ${table}`, await tier.count(table)]))
);
