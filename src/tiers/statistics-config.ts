import { IsInt, Max, Min } from 'class-validator';

/** 报表统计 (5.2.1): how often (seconds) a tier counts what has happened. */
export class StatisticsConfig {
  @IsInt() @Min(1) @Max(86_400) countEverySeconds = 30;
}

/** And how often a province tells national. */
export class ProvinceStatisticsConfig extends StatisticsConfig {
  @IsInt() @Min(1) @Max(86_400) reportEverySeconds = 600;
}

/** And how often national looks for what is unusual (渠道监管). */
export class NationalStatisticsConfig extends StatisticsConfig {
  @IsInt() @Min(1) @Max(86_400) superviseEverySeconds = 3_600;
}
