import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { parseOrgId, parsePoolingArea } from '../../../protocol/identifiers.js';
import { settlementMoves, unfinishedStates } from '../settlement.rules.js';
import type { KnownSettlement, Receipt, SettledShares, SettlementOrder } from './settlement-order.js';
import { SettlementEntity } from './settlement.entity.js';

type Change = Partial<Omit<SettlementEntity, 'state' | 'settlementNo' | 'asks'>>;

const MOST_AT_ONCE = 100;

/** The settlements of this province. */
@Injectable()
export class SettlementStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  async find(settlementNo: string): Promise<KnownSettlement | undefined> {
    return this.opened(await this.rows().findOneBy({ settlementNo }));
  }

  /** The settlement an institution's serial number stands for. */
  async findBySerialNo(role: SettlementOrder['role'], orgId: string, institutionSerialNo: string): Promise<KnownSettlement | undefined> {
    return this.opened(await this.rows().findOneBy({ role, orgId, institutionSerialNo }));
  }

  /** The number of the settlement an institution's reversal serial number stands for. */
  async findReversed(role: SettlementOrder['role'], orgId: string, reversalSerialNo: string): Promise<string | undefined> {
    return (await this.rows().findOneBy({ role, orgId, reversalSerialNo }))?.settlementNo;
  }

  /** Settlements whose end is not known and about which nobody was asked since this time; those that waited longest come first. */
  async findUnfinished(askedBefore: number): Promise<KnownSettlement[]> {
    const where = { state: In([...unfinishedStates]), askedAt: LessThan(askedBefore) };
    const rows = await this.rows().find({ where, order: { askedAt: 'ASC' }, take: MOST_AT_ONCE });
    return rows.map((row) => this.opened(row)).filter((known) => known !== undefined);
  }

  /** Enters an order, or makes a refused one asked for again, in the open unit of work. False when it stands in another state. */
  async request(order: SettlementOrder, at: number): Promise<boolean> {
    const { settlementNo, role, orgId, institutionSerialNo, businessType, credentialNumber, poolingArea, totalFen } = order;
    const entry = { role, orgId, institutionSerialNo, businessType, credentialNumber, poolingArea, totalFen, order: this.sealed(order) };
    if (await this.writing().existsBy({ settlementNo })) return this.move('requestAgain', settlementNo, { ...entry, requestedAt: at, askedAt: at }, 1);
    await this.writing().insert({ ...entry, settlementNo, requestedAt: at, askedAt: at, state: 'requested', asks: 1 });
    return true;
  }

  /** Enters the shares; false when it was settled before. In the open unit of work. */
  settle(settlementNo: string, { fundFen, personalAccountFen, cashFen, settledAt }: SettledShares): Promise<boolean> {
    return this.move('settle', settlementNo, { fundFen, personalAccountFen, cashFen, settledAt });
  }

  /** Marks a settlement refused; false when it was settled meanwhile, or, with `askedOnce`, when it was asked for more than once. In the open unit. */
  refuse(settlementNo: string, askedOnce: boolean): Promise<boolean> {
    return this.move('refuse', settlementNo, {}, undefined, askedOnce);
  }

  /** Writes down that a settlement is to be reversed, in the open unit of work; false when it is not settled. */
  beginReversal(settlementNo: string, reversalSerialNo: string, at: number): Promise<boolean> {
    return this.move('beginReversal', settlementNo, { reversalSerialNo, askedAt: at }, 1);
  }

  /** Marks it reversed; false when it was before. In the open unit of work. */
  reverse(settlementNo: string, reversedAt: number): Promise<boolean> {
    return this.move('reverse', settlementNo, { reversedAt });
  }

  /** It stays settled, because whoever settled it does not take it back. `askedOnce` as in `refuse`. In the open unit of work. */
  refuseReversal(settlementNo: string, askedOnce: boolean): Promise<boolean> {
    return this.move('refuseReversal', settlementNo, { reversalSerialNo: null }, undefined, askedOnce);
  }

  /** Notes, before it is done, that whoever settles or reverses is asked once more; false when there is nothing to ask any more. In the open unit. */
  async noteAsk(settlementNo: string, at: number): Promise<boolean> {
    const done = await this.writing().update({ settlementNo, state: In([...unfinishedStates]) }, { asks: () => 'asks + 1', askedAt: at });
    return done.affected === 1;
  }

  /** The one conditional UPDATE of a move. */
  private async move(name: keyof typeof settlementMoves, settlementNo: string, change: Change, asks?: number, askedOnce = false): Promise<boolean> {
    const { from, to } = settlementMoves[name];
    const where = { settlementNo, state: In([...from]), ...(askedOnce && { asks: 1 }) };
    const done = await this.writing().update(where, { ...change, state: to, ...(asks !== undefined && { asks }) });
    return done.affected === 1;
  }

  private rows() {
    return this.work.reader().getRepository(SettlementEntity);
  }

  private writing() {
    return this.work.writer().getRepository(SettlementEntity);
  }

  private sealed(order: SettlementOrder): string {
    return this.protection.seal(JSON.stringify(order), contextOf(order.settlementNo));
  }

  private opened(row: SettlementEntity | null): KnownSettlement | undefined {
    if (row === null) return undefined;
    const order = JSON.parse(this.protection.open(row.order, contextOf(row.settlementNo))) as SettlementOrder;
    return { order, state: row.state, reversalSerialNo: row.reversalSerialNo ?? undefined, receipt: receiptOf(row) };
  }
}

const contextOf = (settlementNo: string): string => `settlement.order:${settlementNo}`;

function receiptOf(row: SettlementEntity): Receipt | undefined {
  const { fundFen, personalAccountFen, cashFen, settledAt } = row;
  if (fundFen === null || personalAccountFen === null || cashFen === null || settledAt === null) return undefined;
  const { settlementNo, institutionSerialNo, businessType, totalFen } = row;
  return {
    settlementNo, institutionSerialNo, orgId: parseOrgId(row.orgId), businessType, insuOrg: parsePoolingArea(row.poolingArea), totalFen,
    fundFen, personalAccountFen, cashFen, settledAt, ...markOf(row),
  };
}

function markOf({ reversalSerialNo, reversedAt }: SettlementEntity): Pick<Receipt, 'reversalSerialNo' | 'reversedAt'> {
  return reversalSerialNo === null || reversedAt === null ? {} : { reversalSerialNo, reversedAt };
}
