import { Injectable } from '@nestjs/common';
import type { AnswerWitness, UnjournaledAnswer } from '../../kernel/dispatch/answer-witness.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { AnswerTallyStore, type TalliedAnswer } from './answer-tally.store.js';
import { isCounted } from './figures.rules.js';

/** Answers that are written in one unit of work: equal ones once, with their number. */
interface Batch {
  readonly answers: Map<string, TalliedAnswer>;
  readonly written: Promise<void>;
}

/**
 * Writes answers without a line in the journal down before they go out, so that their count survives any crash. What is decided while the writer is busy
 * shares one unit of work: the busier the tier, the less one answer costs; a flood of equal refusals is one row.
 */
@Injectable()
export class AnswerTally implements AnswerWitness {
  private gathering: Batch | undefined;

  constructor(private readonly work: UnitOfWork, private readonly store: AnswerTallyStore) {}

  witness({ caller, transType = '', code, facts }: UnjournaledAnswer): Promise<void> {
    if (!isCounted(caller.kind, facts)) return Promise.resolve();
    const batch = (this.gathering ??= this.begin());
    const answer = { actor: caller.name, transType, returnCode: code, facts: JSON.stringify(facts) };
    const key = Object.values(answer).join('\n');
    batch.answers.set(key, { ...answer, times: (batch.answers.get(key)?.times ?? 0) + 1 });
    return batch.written;
  }

  /** The batch is closed when the writer's turn has come, or when none can be had. */
  private begin(): Batch {
    const answers: Batch['answers'] = new Map();
    const close = (): void => { if (this.gathering?.answers === answers) this.gathering = undefined; };
    const written = this.work.run(() => {
      close();
      return this.store.append([...answers.values()]);
    }).finally(close);
    return { answers, written };
  }
}
