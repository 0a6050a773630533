import { describe, expect, it } from '@jest/globals';
import { requireInstitutionStep, type InstitutionAct } from '../../../src/modules/channel-admin/institution-standing.rules.js';
import { requireTerminalStep, type TerminalAct } from '../../../src/modules/channel-admin/terminal-standing.rules.js';
import { WrongState } from '../../../src/modules/channel-admin/wrong-state.rules.js';
import { standings, type Standing } from '../../../src/protocol/transactions/application-record.js';

type Table<Act extends string> = Readonly<Record<Act, Readonly<Record<Standing, string>>>>;

/** Said once more here, so that a change of the tables is noticed: the standing an act leads to, or the name of the refusal. */
const ofInstitutions: Table<InstitutionAct> = {
  suspend: { active: 'suspended',  suspended: 'badRequest', retired: 'institutionNotFound' },
  resume:  { active: 'badRequest', suspended: 'active',     retired: 'institutionNotFound' },
  close:   { active: 'retired',    suspended: 'retired',    retired: 'institutionNotFound' },
};
const ofTerminals: Table<TerminalAct> = {
  suspend: { active: 'suspended',  suspended: 'badRequest', retired: 'badRequest' },
  resume:  { active: 'badRequest', suspended: 'active',     retired: 'badRequest' },
  retire:  { active: 'retired',    suspended: 'retired',    retired: 'badRequest' },
};

const cases = <Act extends string>(table: Table<Act>) => (Object.keys(table) as Act[]).flatMap((act) => standings.map((standing) => ({ act, standing })));

function outcome(step: () => Standing): string {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof WrongState)) throw error;
    return error.returnCode.name;
  }
}

describe('what happens to an institution (7.1, INT-90)', () => {
  it.each(cases(ofInstitutions))('$act when $standing', ({ act, standing }) => {
    expect(outcome(() => requireInstitutionStep(act, standing))).toBe(ofInstitutions[act][standing]);
  });
});

describe('what happens to a terminal (7.2)', () => {
  it.each(cases(ofTerminals))('$act when $standing', ({ act, standing }) => {
    expect(outcome(() => requireTerminalStep(act, standing))).toBe(ofTerminals[act][standing]);
  });
});
