import { Inject, Injectable } from '@nestjs/common';
import { chinaDate, CLOCK, type Clock } from '../../kernel/clock.js';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { normaliseIdNo } from '../../protocol/identity-documents.js';
import { refuseField } from '../../protocol/refusal.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import type { Shares } from '../../protocol/transactions/preview-insurance.js';
import { AccumulatorStore, type AccumulatorKey } from './accumulator.store.js';
import { benefitOf, restored, spent, split, type Split } from './insurance.rules.js';
import type { SettledEntity } from './settled.entity.js';
import { SettledStore } from './settled.store.js';

/** What the rules must know of a case, whichever door it came through. */
export type InsuranceCase = Omit<ShapeType<typeof transactions.previewInsurance.input>, 'ecToken' | 'tokenCheckedHere'>;
export type InsuranceOrder = InsuranceCase & { readonly settlementNo: string };
export type InsuranceReversal = ShapeType<typeof transactions.reverseInsurance.input>;

/** The books of the simulated system: one for both of its doors. */
@Injectable()
export class InsuranceBooks {
  constructor(
    private readonly settled: SettledStore, private readonly accumulators: AccumulatorStore, private readonly protection: DataProtection,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What a settlement would come to now. Writes nothing. */
  async preview(asked: InsuranceCase): Promise<Shares> {
    const { deductibleFen: _, ...shares } = await this.split(asked, this.keyOf(asked, this.clock.now()));
    return shares;
  }

  /** What was settled under this number; undefined before. The number stands for one case: else `-2`. */
  async find(order: InsuranceOrder): Promise<SettledEntity | undefined> {
    const before = await this.settled.find(order.settlementNo);
    if (before === undefined) return undefined;
    const { personIndex } = this.keyOf(order, before.settledAt);
    if (before.personIndex === personIndex && before.totalFen === order.totalFen && before.orgId === order.orgId) return before;
    throw refuseField('data.settlementNo', 'stands for another settlement already');
  }

  /** Settles, or gives what was settled under this number before. In the open unit of work. */
  async settle(order: InsuranceOrder): Promise<Shares & { settledAt: number }> {
    const before = await this.find(order);
    if (before !== undefined) return before;
    const settledAt = this.clock.now();
    const key = this.keyOf(order, settledAt);
    const parts = await this.split(order, key);
    await this.accumulators.write(key, spent(await this.accumulators.read(key), parts));
    const { settlementNo, orgId, totalFen } = order;
    await this.settled.add({ ...key, ...parts, settlementNo, orgId, totalFen, settledAt });
    return { ...parts, settledAt };
  }

  /** Takes a whole settlement back, once. In the open unit of work. */
  async reverse({ settlementNo, orgId, reversalSerialNo }: InsuranceReversal): Promise<{ reversedAt: number }> {
    const settled = await this.settled.find(settlementNo);
    if (settled?.orgId !== orgId) throw refuseField('data.settlementNo', 'names no settlement of this institution');
    if (settled.reversedAt !== null) return { reversedAt: settled.reversedAt };
    const reversedAt = this.clock.now();
    await this.settled.reverse(settlementNo, reversalSerialNo, reversedAt);
    await this.accumulators.write(settled, restored(await this.accumulators.read(settled), settled));
    return { reversedAt };
  }

  private async split({ totalFen, insuranceType, institutionKind }: InsuranceCase, key: AccumulatorKey): Promise<Split> {
    return split(totalFen, benefitOf(insuranceType), institutionKind, await this.accumulators.read(key));
  }

  /** The year is the one in China at that moment. */
  private keyOf({ idType, idNo, insuranceType }: InsuranceCase, at: number): AccumulatorKey {
    const personIndex = this.protection.blindIndex('insurance.person', `${idType} ${normaliseIdNo(idType, idNo)}`);
    return { personIndex, insuranceType, benefitYear: chinaDate(at).slice(0, 4) };
  }
}
