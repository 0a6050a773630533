import { IsInt, Max, Min } from 'class-validator';
import type { MonitoringSettings } from '../modules/channel-admin/national/monitoring/monitoring-settings.js';

const SECOND = 1_000;
const MINUTE = 60_000;

/** Running monitoring by the management centre (5.2.1): how often and how patiently it looks, and from where on something is alarming (INT-99). */
export class MonitoringConfig {
  /** How often the tiers are asked for the sake of alerts; 0 never. */
  @IsInt() @Min(0) @Max(3_600) everySeconds = 15;
  /** More than the 2 s after which a tier says that its database takes no writes. */
  @IsInt() @Min(100) @Max(30_000) askTimeoutMs = 3_000;
  /** How long an answer serves everybody who looks. */
  @IsInt() @Min(0) @Max(60) freshSeconds = 5;
  @IsInt() @Min(1) @Max(100) unreachableAfterAsks = 2;
  @IsInt() @Min(1) @Max(1_440) outboxOldMinutes = 15;
  @IsInt() @Min(1) @Max(100) errorPercent = 5;
  @IsInt() @Min(1) errorLeastRequests = 20;
  @IsInt() @Min(10) @Max(60_000) eventLoopDelayMs = 250;
  @IsInt() @Min(1) @Max(1_000) failuresInRow = 3;
}

/** The settings a checked configuration describes. */
export function monitoringSettings(config: MonitoringConfig): MonitoringSettings {
  const { errorPercent, errorLeastRequests, eventLoopDelayMs, failuresInRow } = config;
  return {
    everyMs: config.everySeconds * SECOND, askTimeoutMs: config.askTimeoutMs, freshMs: config.freshSeconds * SECOND,
    thresholds: {
      asksInRow: config.unreachableAfterAsks, outboxOldMs: config.outboxOldMinutes * MINUTE, errorPercent, errorLeastRequests, eventLoopDelayMs, failuresInRow,
    },
  };
}
