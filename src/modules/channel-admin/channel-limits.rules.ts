import { refuse, type FieldFault } from '../../protocol/refusal.js';
import type { ChannelPolicy } from '../../protocol/transactions/set-channel-policy.js';

/** How often a channel may call; 0 sets no limit. */
export type RequestLimits = Pick<ChannelPolicy, 'requestsPerMinute' | 'requestsPerDay'>;

const FIELDS = ['requestsPerMinute', 'requestsPerDay'] as const;

/** The limits once some of them are lowered. One that is not lower than what holds, and none at all, is `-2`. */
export function lowered(known: RequestLimits, wanted: Partial<RequestLimits>): RequestLimits {
  const faults: FieldFault[] = FIELDS.flatMap((field) => {
    const [now, next] = [known[field], wanted[field]];
    return next === undefined || now === 0 || next < now ? [] : [{ field, reason: `must be lower than ${now}, which holds now` }];
  });
  if (FIELDS.every((field) => wanted[field] === undefined)) faults.push({ field: 'requestsPerDay', reason: 'or requestsPerMinute is needed' });
  if (faults.length > 0) throw refuse('badRequest', { faults });
  return { requestsPerMinute: wanted.requestsPerMinute ?? known.requestsPerMinute, requestsPerDay: wanted.requestsPerDay ?? known.requestsPerDay };
}
