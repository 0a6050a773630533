import type { Standing } from '../../protocol/transactions/application-record.js';
import { stepFrom, type StandingSteps } from './standing-steps.rules.js';
import { WrongState } from './wrong-state.rules.js';

export type TerminalAct = 'suspend' | 'resume' | 'retire';

/** 7.2.1.1: what the management centre does with a registered terminal; a retired one never comes back under its number. */
export const terminalSteps: StandingSteps<TerminalAct> = {
  suspend: { from: ['active'],              to: 'suspended' },
  resume:  { from: ['suspended'],           to: 'active' },
  retire:  { from: ['active', 'suspended'], to: 'retired' },
};

/** The standing an act leads to; else `-2`, as a conflict. */
export function requireTerminalStep(act: TerminalAct, standing: Standing): Standing {
  const step = stepFrom(terminalSteps, 'terminal', act, standing);
  if ('to' in step) return step.to;
  throw new WrongState('badRequest', step.reason);
}
