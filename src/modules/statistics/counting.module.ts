import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ANSWER_WITNESS } from '../../kernel/dispatch/answer-witness.js';
import { AnswerTally } from './answer-tally.js';
import { AnswerTallyStore } from './answer-tally.store.js';
import { CountingProgressStore } from './counting-progress.store.js';
import { Counting } from './counting.js';
import { FigureStore } from './figure.store.js';
import { ShownPersonStore } from './shown-person.store.js';
import { STATISTICS_SETTINGS, type StatisticsSettings } from './statistics-settings.js';

/** Counting, the same at both tiers. Global, because the kernel asks for the witness of its answers. */
@Global()
@Module({})
export class CountingModule {
  static forRoot(settings: StatisticsSettings): DynamicModule {
    return {
      module: CountingModule,
      providers: [
        { provide: STATISTICS_SETTINGS, useValue: settings }, AnswerTallyStore, AnswerTally, { provide: ANSWER_WITNESS, useExisting: AnswerTally },
        CountingProgressStore, ShownPersonStore, FigureStore, Counting,
      ],
      exports: [ANSWER_WITNESS, FigureStore],
    };
  }
}
