import { Inject, Injectable } from '@nestjs/common';
import { TierIdentity } from '../../../kernel/host/tier-identity.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import { Refusal } from '../../../protocol/refusal.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { provinceOfPeer } from '../../../registry/province/peer-names.js';
import { decides } from '../handling.rules.js';
import { BUSINESS_SYSTEM, type BusinessSystem } from './business-system.port.js';
import { BusinessHandlingStore } from './business-handling.store.js';
import { CompletionNotices } from './completion-notices.js';
import type { Booked, HandledEntry, HandlingOrder, HandlingOutcome } from './handling-order.js';
import { InsuredRecords } from './insured-records.js';
import { NATIONAL_GATEWAY, type NationalGateway } from './national-gateway.port.js';

/** What else must happen, in the same unit of work, when a business turns out to be refused. */
export type OnRefusal = () => Promise<void>;

/**
 * 6.3.2.2 b, c: has a business that stands in the register handled: here, or through national at the insured place. Every step may be repeated; the
 * handling number makes it one business everywhere.
 */
@Injectable()
export class HandlingProcess {
  constructor(
    private readonly work: UnitOfWork, private readonly handlings: BusinessHandlingStore, private readonly records: InsuredRecords,
    private readonly notices: CompletionNotices, private readonly tier: TierIdentity,
    @Inject(BUSINESS_SYSTEM) private readonly system: BusinessSystem, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
  ) {}

  /** What came of it. A refusal that decides is noted before it is thrown on. Outside any unit of work. */
  async ask(order: HandlingOrder, onRefusal: OnRefusal = async () => undefined): Promise<HandlingOutcome> {
    try {
      return await this.outcomeOf(order);
    } catch (error) {
      if (error instanceof Refusal && decides(error.returnCode.code)) await this.work.run(() => this.refuse(order, onRefusal));
      throw error;
    }
  }

  /** Enters what was booked and, at the insured place, tells the others (6.3.2.2 d). In the open unit of work. */
  async complete(order: HandlingOrder, booked: Booked): Promise<HandledEntry> {
    const { handlingNo, businessProvince, businessType, insuredData } = order;
    const now = await this.handlings.handle(handlingNo, booked);
    if (now && this.isInsuredHere(order)) {
      await this.notices.tell({
        referenceNo: handlingNo, kind: 'handling', credentialNumber: insuredData.credentialNumber, insuOrg: insuredData.insuOrg, businessProvince,
        businessType, completedAt: booked.handledAt,
      });
    }
    const receipt = (await this.handlings.find(handlingNo))?.receipt;
    if (receipt === undefined) throw new Error(`handling ${handlingNo} is booked but has no receipt`);
    return { receipt, now };
  }

  private async refuse({ handlingNo }: HandlingOrder, onRefusal: OnRefusal): Promise<void> {
    if (await this.handlings.refuse(handlingNo)) await onRefusal();
  }

  private async outcomeOf(order: HandlingOrder): Promise<HandlingOutcome> {
    if (!this.isInsuredHere(order)) return this.askInsuredPlace(order);
    const updated = order.role === 'business' ? await this.records.outdating(order.insuredData) : undefined;
    return updated === undefined ? { booked: await this.system.handle(order) } : { updated };
  }

  private async askInsuredPlace({ role: _, ecToken: __, ...question }: HandlingOrder): Promise<HandlingOutcome> {
    const { receipt, updated } = await this.national.ask(transactions.exchangeHandling, question, `handle-${question.handlingNo}`);
    if (receipt !== undefined) return { booked: { receiptNo: receipt.receiptNo, handledAt: receipt.handledAt } };
    if (updated !== undefined) return { updated };
    throw new Error('the insured place answered neither a receipt nor its data');
  }

  private isInsuredHere({ insuredData }: HandlingOrder): boolean {
    return provinceOfDivision(insuredData.insuOrg) === provinceOfPeer(this.tier.name);
  }
}
