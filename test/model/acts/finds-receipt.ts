import fc from 'fast-check';
import { chosen, nowAndThen, picked, verb, which } from '../act.js';
import { must } from '../reference/refused.js';
import { byInstitution } from './drawn.js';
import { receiptOf } from './settles.js';

/** The receipt of a settlement, for the institution that asked for it. */
export const findsReceipt = verb(fc.record({ settlement: which, elsewhere: nowAndThen(fc.nat({ max: 3 }), 6) }), ({ nation }, { settlement: n, elsewhere }) => {
  const settlement = picked(nation.settlements.filter(({ settlementNo }) => settlementNo !== ''), n);
  if (settlement === undefined) return undefined;
  const institution = elsewhere === null ? settlement.institution : chosen(nation.institutions, elsewhere);
  return {
    says: `${institution.name} asks for the receipt of ${settlement.serialNo} of ${settlement.institution.name}`,
    foresees() {
      institution.province.suspensions.admit(institution);
      must(settlement.institution === institution, 'badRequest');
      return { tells: receiptOf(settlement) };
    },
    performs: (how) => institution.hand.findsReceipt(settlement.settlementNo, how),
    repeat: byInstitution(institution, 'asked anew'),
  };
});
