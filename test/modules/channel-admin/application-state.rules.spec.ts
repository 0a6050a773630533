import { describe, expect, it } from '@jest/globals';
import {
  applicationStates, applicationSteps, requireStep, type ApplicationAct, type ApplicationState,
} from '../../../src/modules/channel-admin/application-state.rules.js';
import { requireStandingStep, type StandingAct } from '../../../src/modules/channel-admin/channel-standing.rules.js';
import { roleNames } from '../../../src/modules/channel-admin/role.rules.js';
import { WrongState } from '../../../src/modules/channel-admin/wrong-state.rules.js';
import { standings } from '../../../src/protocol/transactions/application-record.js';

const acts: ApplicationAct[] = ['write', 'submit', 'withdraw', 'endorse', 'return', 'approve', 'reject', 'issue'];

/** The whole of 4.3 as a table: what an act makes of a state, where somebody holds every role. */
const allowed: Record<ApplicationState, Partial<Record<ApplicationAct, ApplicationState>>> = {
  draft: { write: 'draft', submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { withdraw: 'withdrawn', endorse: 'endorsed', return: 'returned' },
  returned: { write: 'draft', withdraw: 'withdrawn' },
  withdrawn: {},
  endorsed: { withdraw: 'withdrawn', return: 'returned', approve: 'approved', reject: 'rejected' },
  approved: { issue: 'issued' },
  rejected: {},
  issued: {},
};

const outcome = (act: ApplicationAct, state: ApplicationState): string => {
  try {
    return requireStep(act, state, roleNames).to;
  } catch (error) {
    if (!(error instanceof WrongState)) throw error;
    return error.returnCode.name;
  }
};

describe('4.3 the way of an application', () => {
  it.each(applicationStates.flatMap((state) => acts.map((act) => ({ state, act }))))('$act when $state', ({ state, act }) => {
    const decided = ['approved', 'rejected', 'issued'].includes(state);
    const refused = act === 'issue' && state !== 'issued' ? 'channelNotApproved' : decided ? 'channelAlreadyReviewed' : 'badRequest';
    expect(outcome(act, state)).toBe(allowed[state][act] ?? refused);
  });

  it('every state can be reached from a draft, and ends in withdrawn, rejected or issued', () => {
    const reached = new Set<ApplicationState>(['draft']);
    for (let before = 0; before !== reached.size;) {
      before = reached.size;
      for (const { from, to } of applicationSteps) if (from.some((state) => reached.has(state))) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...applicationStates].sort());
    const ends = applicationStates.filter((state) => !applicationSteps.some(({ from }) => from.includes(state)));
    expect(ends).toEqual(['withdrawn', 'rejected', 'issued']);
  });

  it('needs the role of the step: who endorses does not decide, and gives back only what is not endorsed', () => {
    expect(() => requireStep('approve', 'endorsed', ['endorse', 'apply', 'issue'])).toThrow(WrongState);
    expect(() => requireStep('return', 'endorsed', ['endorse'])).toThrow(WrongState);
    expect(() => requireStep('return', 'submitted', ['decide'])).toThrow(WrongState);
    expect(requireStep('return', 'submitted', ['endorse']).to).toBe('returned');
  });
});

describe('what happens to a channel that was let in', () => {
  const table: Record<StandingAct, Record<(typeof standings)[number], string>> = {
    suspend: { active: 'suspended', suspended: 'badRequest', retired: 'channelNotApproved' },
    resume: { active: 'badRequest', suspended: 'active', retired: 'channelNotApproved' },
    retire: { active: 'retired', suspended: 'retired', retired: 'channelRemovalFailed' },
  };
  it.each((Object.keys(table) as StandingAct[]).flatMap((act) => standings.map((standing) => ({ act, standing }))))('$act when $standing', ({ act, standing }) => {
    let found: string;
    try {
      found = requireStandingStep(act, standing);
    } catch (error) {
      if (!(error instanceof WrongState)) throw error;
      found = error.returnCode.name;
    }
    expect(found).toBe(table[act][standing]);
  });
});
