import { Module, type DynamicModule } from '@nestjs/common';
import { CountingModule } from '../counting.module.js';
import type { StatisticsSettings } from '../statistics-settings.js';
import { REPORT_SETTINGS, type ReportSettings } from './report-settings.js';
import { StatisticsReporting } from './statistics-reporting.js';

/** 报表统计, province shelf (5.2.1): counts what happens here and tells national. */
@Module({})
export class StatisticsModule {
  static forRoot(settings: StatisticsSettings & ReportSettings): DynamicModule {
    return {
      module: StatisticsModule,
      imports: [CountingModule.forRoot(settings)],
      providers: [{ provide: REPORT_SETTINGS, useValue: settings }, StatisticsReporting],
    };
  }
}
