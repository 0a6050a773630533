import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { IDS, type Ids } from '../../kernel/ids.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { TalliedAnswerEntity } from './tallied-answer.entity.js';

/** Equal answers of one batch. */
export type TalliedAnswer = Pick<TalliedAnswerEntity, 'actor' | 'transType' | 'returnCode' | 'facts' | 'times'>;

/** The answers that wait to be counted. */
@Injectable()
export class AnswerTallyStore {
  constructor(private readonly work: UnitOfWork, @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids) {}

  /** In the open unit of work. Plain SQL, because an answer waits for it, and the query builder takes three times as long. */
  async append(answers: readonly TalliedAnswer[]): Promise<void> {
    const [writer, at] = [this.work.writer(), this.clock.now()];
    for (const { actor, transType, returnCode, facts, times } of answers) {
      await writer.sql`
        INSERT INTO tallied_answer (id, at, actor, trans_type, return_code, facts, times)
        VALUES (${this.ids.id()}, ${at}, ${actor}, ${transType}, ${returnCode}, ${facts}, ${times})`;
    }
  }

  oldest(most: number): Promise<TalliedAnswerEntity[]> {
    return this.work.reader().getRepository(TalliedAnswerEntity).find({ order: { id: 'ASC' }, take: most });
  }

  /** Takes away what is counted; false when somebody else has taken some of it. In the open unit of work, to be rolled back then. */
  async remove(answers: readonly TalliedAnswerEntity[]): Promise<boolean> {
    if (answers.length === 0) return true;
    const removed = await this.work.writer().getRepository(TalliedAnswerEntity).delete({ id: In(answers.map(({ id }) => id)) });
    return removed.affected === answers.length;
  }
}
