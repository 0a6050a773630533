import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import type { PresentationPolicy } from '../registry/policy/presentation-policy.js';

/** 4.10, INT-60: what this province admits in place of a two-dimensional code; INT-62: how many look-ups of one institution and kind may find nobody. */
export class PresentationsConfig implements PresentationPolicy {
  @IsBoolean() qrCode = true;
  @IsBoolean() barCode = true;
  @IsBoolean() document = false;
  @IsBoolean() bankCard = false;
  @IsBoolean() mobile = false;
  @IsBoolean() face = false;
  @IsInt() @Min(1) @Max(100_000) failedLookUps = 100;
  @IsInt() @Min(60) @Max(86_400) failedLookUpSeconds = 3_600;
}
