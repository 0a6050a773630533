import { Module, type DynamicModule } from '@nestjs/common';
import { CountingModule } from '../counting.module.js';
import type { StatisticsSettings } from '../statistics-settings.js';
import { FigureReader } from './figure-reader.store.js';
import { ReceiveStatisticsHandler } from './receive-statistics.handler.js';

/** 报表统计, national shelf (5.2.1): counts what happens here and keeps what the provinces have counted. */
@Module({})
export class StatisticsModule {
  static forRoot(settings: StatisticsSettings): DynamicModule {
    return {
      module: StatisticsModule, imports: [CountingModule.forRoot(settings)], providers: [ReceiveStatisticsHandler, FigureReader], exports: [FigureReader],
    };
  }
}
