import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { SettledEntity } from './settled.entity.js';

/** The books of the simulated system. */
@Injectable()
export class SettledStore {
  constructor(private readonly work: UnitOfWork) {}

  async find(settlementNo: string): Promise<SettledEntity | undefined> {
    return (await this.work.reader().getRepository(SettledEntity).findOneBy({ settlementNo })) ?? undefined;
  }

  /** Enters a settlement, in the open unit of work. */
  async add(settled: SettledEntity): Promise<void> {
    await this.work.writer().getRepository(SettledEntity).insert(settled);
  }
}
