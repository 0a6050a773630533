import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { SettledEntity } from './settled.entity.js';

/** What the simulated system has settled. */
@Injectable()
export class SettledStore {
  constructor(private readonly work: UnitOfWork) {}

  async find(settlementNo: string): Promise<SettledEntity | undefined> {
    return (await this.work.reader().getRepository(SettledEntity).findOneBy({ settlementNo })) ?? undefined;
  }

  /** Enters a settlement, in the open unit of work. */
  async add(settled: Omit<SettledEntity, 'reversalSerialNo' | 'reversedAt'>): Promise<void> {
    await this.work.writer().getRepository(SettledEntity).insert(settled);
  }

  /** Marks a settlement reversed, in the open unit of work; false when it was before. */
  async reverse(settlementNo: string, reversalSerialNo: string, reversedAt: number): Promise<boolean> {
    const done = await this.work.writer().getRepository(SettledEntity).update({ settlementNo, reversedAt: IsNull() }, { reversalSerialNo, reversedAt });
    return done.affected === 1;
  }
}
