import { IsIn, IsInt, Max, Min } from 'class-validator';
import { MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import { parseChannelNumber } from '../../../../protocol/identifiers.js';
import { ReadBy } from '../access/field-rules.js';
import { ReasonFields } from '../access/user-fields.js';

/** Which findings are listed. */
export class FindingFields {
  @MayBeAbsent() @IsIn(['open', 'closed']) state?: 'open' | 'closed';
  @MayBeAbsent() @ReadBy(parseChannelNumber) channelNumber?: string;
}

/** Lower limits; what is not said stays. */
export class LimitFields extends ReasonFields {
  @MayBeAbsent() @IsInt() @Min(1) @Max(1_000_000) requestsPerMinute?: number;
  @MayBeAbsent() @IsInt() @Min(1) @Max(2_000_000_000) requestsPerDay?: number;
}
