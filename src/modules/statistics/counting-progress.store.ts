import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { CountingProgressEntity } from './counting-progress.entity.js';

const ONLY = 1;

/** How far the journal is counted. */
@Injectable()
export class CountingProgressStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Number of the last entry that is counted. The migration wrote down where counting began. */
  async find(): Promise<number> {
    return (await this.work.reader().getRepository(CountingProgressEntity).findOneByOrFail({ id: ONLY })).journalSequence;
  }

  /** Moves on; false when somebody else has counted meanwhile. One conditional update, in the open unit of work, to be rolled back then. */
  async advance(from: number, to: number): Promise<boolean> {
    const moved = await this.work.writer().getRepository(CountingProgressEntity).update({ id: ONLY, journalSequence: from }, { journalSequence: to });
    return moved.affected === 1;
  }
}
