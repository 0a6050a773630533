import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import type { HandlingReceipt } from '../../../protocol/transactions/handle-business.js';
import { handlingMoves } from '../handling.rules.js';
import { BusinessHandlingEntity } from './business-handling.entity.js';
import type { Booked, HandlingOrder, KnownHandling } from './handling-order.js';

const MOST_AT_ONCE = 100;

/** The businesses of this province that were handled with a scanned code. */
@Injectable()
export class BusinessHandlingStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  async find(handlingNo: string): Promise<KnownHandling | undefined> {
    return this.opened(await this.rows().findOneBy({ handlingNo }));
  }

  /** The business an institution's serial number stands for. */
  async findBySerialNo(role: HandlingOrder['role'], orgId: string, institutionSerialNo: string): Promise<KnownHandling | undefined> {
    return this.opened(await this.rows().findOneBy({ role, orgId, institutionSerialNo }));
  }

  /** Businesses whose end is not known and about which nobody was asked since this time; those that waited longest come first. */
  async findUnfinished(askedBefore: number): Promise<HandlingOrder[]> {
    const rows = await this.rows().find({ where: { state: 'requested', askedAt: LessThan(askedBefore) }, order: { askedAt: 'ASC' }, take: MOST_AT_ONCE });
    return rows.map((row) => this.orderOf(row));
  }

  /** Notes, before it is done, that somebody is asked once more. In the open unit of work. */
  async noteAsk(handlingNo: string, askedAt: number): Promise<void> {
    await this.writing().update({ handlingNo, state: 'requested' }, { askedAt });
  }

  /** Enters an order, or makes a refused one asked for again. In the open unit of work. */
  async request(order: HandlingOrder, requestedAt: number): Promise<void> {
    const { handlingNo, role, orgId, institutionSerialNo } = order;
    const entry = { role, orgId, institutionSerialNo, credentialNumber: order.insuredData.credentialNumber, order: this.sealed(order), requestedAt, askedAt: requestedAt };
    if (await this.move('requestAgain', handlingNo, entry)) return;
    await this.writing().insert({ ...entry, handlingNo, state: 'requested', receiptNo: null, handledAt: null });
  }

  /** Enters what was booked; false when it stood there before. In the open unit of work. */
  handle(handlingNo: string, { receiptNo, handledAt }: Booked): Promise<boolean> {
    return this.move('handle', handlingNo, { receiptNo, handledAt });
  }

  /** Marks a business refused; false when it was handled meanwhile. In the open unit of work. */
  refuse(handlingNo: string): Promise<boolean> {
    return this.move('refuse', handlingNo, {});
  }

  /** The one conditional UPDATE of a move. */
  private async move(name: keyof typeof handlingMoves, handlingNo: string, change: Partial<BusinessHandlingEntity>): Promise<boolean> {
    const { from, to } = handlingMoves[name];
    const done = await this.writing().update({ handlingNo, state: In([...from]) }, { ...change, state: to });
    return done.affected === 1;
  }

  private rows() {
    return this.work.reader().getRepository(BusinessHandlingEntity);
  }

  private writing() {
    return this.work.writer().getRepository(BusinessHandlingEntity);
  }

  private sealed(order: HandlingOrder): string {
    return this.protection.seal(JSON.stringify(order), contextOf(order.handlingNo));
  }

  private orderOf(row: BusinessHandlingEntity): HandlingOrder {
    return JSON.parse(this.protection.open(row.order, contextOf(row.handlingNo))) as HandlingOrder;
  }

  private opened(row: BusinessHandlingEntity | null): KnownHandling | undefined {
    if (row === null) return undefined;
    const order = this.orderOf(row);
    return { order, state: row.state, receipt: receiptOf(order, row) };
  }
}

const contextOf = (handlingNo: string): string => `business_handling.order:${handlingNo}`;

function receiptOf(order: HandlingOrder, { receiptNo, handledAt }: BusinessHandlingEntity): HandlingReceipt | undefined {
  if (receiptNo === null || handledAt === null) return undefined;
  const { handlingNo, institutionSerialNo, orgId, businessType, insuredData } = order;
  return { handlingNo, institutionSerialNo, orgId, businessType, insuOrg: insuredData.insuOrg, receiptNo, handledAt };
}
