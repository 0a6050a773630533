import { Injectable } from '@nestjs/common';
import { chinaDate } from '../../kernel/clock.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import type { PoolingArea } from '../../protocol/identifiers.js';
import { BookedBusinessEntity } from './booked-business.entity.js';

/** The business books of the simulated system. */
@Injectable()
export class BookedBusinessStore {
  constructor(private readonly work: UnitOfWork) {}

  async find(handlingNo: string): Promise<BookedBusinessEntity | undefined> {
    return (await this.work.reader().getRepository(BookedBusinessEntity).findOneBy({ handlingNo })) ?? undefined;
  }

  /** Books a business unless it stands there; its receipt number is place, day and a serial number. In the open unit of work. */
  async book({ handlingNo, businessType, insuOrg }: { handlingNo: string; businessType: string; insuOrg: PoolingArea }, at: number): Promise<BookedBusinessEntity> {
    const before = await this.find(handlingNo);
    if (before !== undefined) return before;
    const rows = this.work.writer().getRepository(BookedBusinessEntity);
    const sequence = ((await rows.maximum('sequence')) ?? 0) + 1;
    const receiptNo = `${insuOrg}${chinaDate(at).replaceAll('-', '')}${String(sequence).padStart(6, '0')}`;
    const booked = { handlingNo, businessType, sequence, receiptNo, handledAt: at };
    await rows.insert(booked);
    return booked;
  }
}
