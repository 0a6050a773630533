import type { Standing } from '../../protocol/transactions/application-record.js';
import { stepFrom, type StandingSteps } from './standing-steps.rules.js';
import { WrongState } from './wrong-state.rules.js';

export type InstitutionAct = 'suspend' | 'resume' | 'close';

/** 7.1, INT-90: an institution is open by default; a closed one (`retired`) stays closed. */
export const institutionSteps: StandingSteps<InstitutionAct> = {
  suspend: { from: ['active'],              to: 'suspended' },
  resume:  { from: ['suspended'],           to: 'active' },
  close:   { from: ['active', 'suspended'], to: 'retired' },
};

/** The standing an act leads to. Else, as a conflict: on a closed institution `500057`, for its access does not exist any more, anything else `-2`. */
export function requireInstitutionStep(act: InstitutionAct, standing: Standing): Standing {
  const step = stepFrom(institutionSteps, 'institution', act, standing);
  if ('to' in step) return step.to;
  throw new WrongState(standing === 'retired' ? 'institutionNotFound' : 'badRequest', step.reason);
}
