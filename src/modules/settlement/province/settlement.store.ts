import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { parseOrgId, parsePoolingArea, type CredentialNumber, type EcToken, type OrgId, type PoolingArea } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { receiptShape } from '../../../protocol/transactions/settle.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import type { SettlementState, Shares } from '../settlement.rules.js';
import { SettlementEntity } from './settlement.entity.js';

/** 结算回执. */
export type Receipt = ShapeType<typeof receiptShape>;

/** Everything needed to have a settlement carried out, also by a process that starts after a crash. */
export interface SettlementOrder {
  readonly settlementNo: string;
  readonly role: 'business' | 'insured';
  readonly orgId: OrgId;
  readonly institutionSerialNo: string;
  readonly businessType: string;
  readonly ecToken: EcToken;
  readonly identity: Identity;
  readonly credentialNumber: CredentialNumber;
  readonly poolingArea: PoolingArea;
  readonly insuranceType: string;
  readonly totalFen: number;
}

export type SettledShares = Shares & { readonly settledAt: number };

export interface KnownSettlement {
  readonly order: SettlementOrder;
  readonly state: SettlementState;
  /** Stands once it is settled. */
  readonly receipt: Receipt | undefined;
}

/** The settlements of this province. */
@Injectable()
export class SettlementStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** The settlement an institution's serial number stands for. */
  async findBySerialNo(role: SettlementOrder['role'], orgId: string, institutionSerialNo: string): Promise<KnownSettlement | undefined> {
    return this.opened(await this.rows().findOneBy({ role, orgId, institutionSerialNo }));
  }

  async find(settlementNo: string): Promise<KnownSettlement | undefined> {
    return this.opened(await this.rows().findOneBy({ settlementNo }));
  }

  /** Settlements asked for before this time and neither settled nor refused. */
  async findUnfinished(before: number): Promise<SettlementOrder[]> {
    const rows = await this.rows().find({ where: { state: 'requested', requestedAt: LessThan(before) }, order: { requestedAt: 'ASC' }, take: 100 });
    return rows.map((row) => this.orderOf(row));
  }

  /** Enters an order, or makes a refused one asked for again, in the open unit of work. */
  async request(order: SettlementOrder, requestedAt: number): Promise<void> {
    const { settlementNo, role, orgId, institutionSerialNo, businessType, credentialNumber, poolingArea, totalFen } = order;
    await this.work.writer().getRepository(SettlementEntity).save({
      settlementNo, role, orgId, institutionSerialNo, businessType, credentialNumber, poolingArea, totalFen, requestedAt, state: 'requested',
      order: this.protection.seal(JSON.stringify(order), contextOf(settlementNo)),
      fundFen: null, personalAccountFen: null, cashFen: null, settledAt: null,
    });
  }

  /** Enters the shares; false when it was settled before. In the open unit of work. */
  async settle(settlementNo: string, { fundFen, personalAccountFen, cashFen, settledAt }: SettledShares): Promise<boolean> {
    const change = { fundFen, personalAccountFen, cashFen, settledAt, state: 'settled' as const };
    const done = await this.work.writer().getRepository(SettlementEntity).update({ settlementNo, state: 'requested' }, change);
    return done.affected === 1;
  }

  /** Marks a settlement refused, unless it was settled meanwhile. In the open unit of work. */
  async refuse(settlementNo: string): Promise<boolean> {
    const done = await this.work.writer().getRepository(SettlementEntity).update({ settlementNo, state: 'requested' }, { state: 'refused' });
    return done.affected === 1;
  }

  private rows() {
    return this.work.reader().getRepository(SettlementEntity);
  }

  private opened(row: SettlementEntity | null): KnownSettlement | undefined {
    return row === null ? undefined : { order: this.orderOf(row), state: row.state, receipt: receiptOf(row) };
  }

  private orderOf(row: SettlementEntity): SettlementOrder {
    return JSON.parse(this.protection.open(row.order, contextOf(row.settlementNo))) as SettlementOrder;
  }
}

const contextOf = (settlementNo: string): string => `settlement.order:${settlementNo}`;

function receiptOf(row: SettlementEntity): Receipt | undefined {
  const { fundFen, personalAccountFen, cashFen, settledAt } = row;
  if (fundFen === null || personalAccountFen === null || cashFen === null || settledAt === null) return undefined;
  const { settlementNo, institutionSerialNo, businessType, totalFen } = row;
  return {
    settlementNo, institutionSerialNo, orgId: parseOrgId(row.orgId), businessType, insuOrg: parsePoolingArea(row.poolingArea), totalFen,
    fundFen, personalAccountFen, cashFen, settledAt,
  };
}
