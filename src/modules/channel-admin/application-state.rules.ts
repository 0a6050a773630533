import type { Role } from './role.rules.js';
import { WrongState } from './wrong-state.rules.js';

/** 4.3: how far an access application has come. */
export const applicationStates = ['draft', 'submitted', 'returned', 'withdrawn', 'endorsed', 'approved', 'rejected', 'issued'] as const;
export type ApplicationState = (typeof applicationStates)[number];

export type ApplicationAct = 'write' | 'submit' | 'withdraw' | 'endorse' | 'return' | 'approve' | 'reject' | 'issue';

interface Step {
  readonly act: ApplicationAct;
  readonly by: Role;
  readonly from: readonly ApplicationState[];
  readonly to: ApplicationState;
}

/** 4.3: reported level by level, decided by the national bureau. What stands in no row is refused. */
export const applicationSteps: readonly Step[] = [
  { act: 'write',    by: 'apply',   from: ['draft', 'returned'],                          to: 'draft' },
  { act: 'submit',   by: 'apply',   from: ['draft'],                                      to: 'submitted' },
  { act: 'withdraw', by: 'apply',   from: ['draft', 'returned', 'submitted', 'endorsed'], to: 'withdrawn' },
  { act: 'return',   by: 'endorse', from: ['submitted'],                                  to: 'returned' },
  { act: 'endorse',  by: 'endorse', from: ['submitted'],                                  to: 'endorsed' },
  { act: 'return',   by: 'decide',  from: ['endorsed'],                                   to: 'returned' },
  { act: 'approve',  by: 'decide',  from: ['endorsed'],                                   to: 'approved' },
  { act: 'reject',   by: 'decide',  from: ['endorsed'],                                   to: 'rejected' },
  { act: 'issue',    by: 'issue',   from: ['approved'],                                   to: 'issued' },
];

const DECIDED: readonly ApplicationState[] = ['approved', 'rejected', 'issued'];

/** The step that an act by a holder of these roles is from a state; undefined where there is none. */
export function findStep(act: ApplicationAct, state: ApplicationState, held: readonly Role[]): Step | undefined {
  return applicationSteps.find((step) => step.act === act && step.from.includes(state) && held.includes(step.by));
}

/**
 * The step an act is from a state. Else, as a conflict: keys for an application that is not approved `500013`, any other act on one that was decided
 * `500052`, everything else `-2`.
 */
export function requireStep(act: ApplicationAct, state: ApplicationState, held: readonly Role[]): Step {
  const step = findStep(act, state, held);
  if (step !== undefined) return step;
  const open = applicationSteps.filter((each) => each.act === act && held.includes(each.by)).flatMap(({ from }) => from);
  const reason = `the application is ${state}; ${act} is open to ${open.join(', ')}`;
  if (act === 'issue' && state !== 'issued') throw new WrongState('channelNotApproved', reason);
  throw new WrongState(DECIDED.includes(state) ? 'channelAlreadyReviewed' : 'badRequest', reason);
}
