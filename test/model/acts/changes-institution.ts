import fc from 'fast-check';
import { any, chosen, verb } from '../act.js';
import { must } from '../reference/refused.js';
import type { Part } from '../reference/suspensions.js';

const picks = fc.record({ institution: any, part: fc.constantFrom<Part>('institution', 'institution', 'terminal'), step: fc.constantFrom('suspension', 'resumption') });

/** 7.1, 7.2, INT-90: an institution or its terminal is suspended or resumed, nationally and in its province. */
export const changesInstitution = verb(picks, ({ nation, stage }, { institution: n, part, step }) => {
  const institution = chosen(nation.institutions, n);
  const { hand, province, name } = institution;
  const suspends = step === 'suspension';
  return {
    says: `the bureau enters the ${step} of ${name}${part === 'terminal' ? ', of its terminal' : ''}`,
    foresees() {
      must(nation.suspensions.has(part, institution) !== suspends, 'badRequest');
      nation.suspensions.enter(part, institution, suspends);
      nation.mail.post('national', () => province.suspensions.enter(part, institution, suspends));
      return { tells: { standing: suspends ? 'suspended' : 'active' } };
    },
    async performs() {
      const { operator } = await stage.centre.staff;
      const path = part === 'institution' ? `institutions/${hand.orgId}` : `terminals/${hand.terminal}`;
      return operator.asks('POST', `${path}/${step}`, { reason: '示例原因' });
    },
  };
});
