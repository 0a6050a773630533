import type { Standing } from '../../protocol/transactions/application-record.js';
import { stepFrom, type StandingSteps } from './standing-steps.rules.js';
import { WrongState } from './wrong-state.rules.js';

export type StandingAct = 'suspend' | 'resume' | 'retire';

/** What the management centre does with a channel that was let in; `retired` is final. */
export const standingSteps: StandingSteps<StandingAct> = {
  suspend: { from: ['active'],              to: 'suspended' },
  resume:  { from: ['suspended'],           to: 'active' },
  retire:  { from: ['active', 'suspended'], to: 'retired' },
};

/** The standing an act leads to. Else, as a conflict: lifting a channel (解除应用渠道) `500056`, anything else `500013`, for it is no longer approved, or `-2`. */
export function requireStandingStep(act: StandingAct, standing: Standing): Standing {
  const step = stepFrom(standingSteps, 'channel', act, standing);
  if ('to' in step) return step.to;
  if (act === 'retire') throw new WrongState('channelRemovalFailed', step.reason);
  throw new WrongState(standing === 'retired' ? 'channelNotApproved' : 'badRequest', step.reason);
}
