import fc from 'fast-check';
import { chosen, nowAndThen, oneIn, picked, verb, which } from '../act.js';
import { must } from '../reference/refused.js';
import { byInstitution } from './drawn.js';
import { insuredAt, tellOthers } from './insured-place.js';
import { receiptOf } from './settles.js';

const picks = fc.record({ settlement: which, elsewhere: nowAndThen(fc.nat({ max: 3 }), 12), serial: oneIn(6) });

/** 结算撤销 (INT-83): an institution takes a whole settlement back, once. */
export const reverses = verb(picks, ({ nation }, { settlement: n, elsewhere, serial }) => {
  const settlement = picked(nation.settlements.filter(({ settlementNo }) => settlementNo !== ''), n);
  if (settlement === undefined) return undefined;
  const institution = elsewhere === null ? settlement.institution : chosen(nation.institutions, elsewhere);
  const used = nation.settlements.find((each) => each.institution === institution && each.reversalSerialNo !== undefined)?.reversalSerialNo;
  const reversalSerialNo = serial && used !== undefined ? used : `R${institution.hand.nextSerialNo()}`;
  const { serialNo, settlementNo, token } = settlement;
  return {
    says: `${institution.name} reverses settlement ${serialNo} of ${settlement.institution.name} as ${reversalSerialNo}`,
    foresees() {
      institution.province.suspensions.admit(institution);
      must(settlement.institution === institution, 'badRequest');
      must(settlement.state !== 'refused', 'badRequest');
      const other = nation.settlements.find((each) => each.institution === institution && each.reversalSerialNo === reversalSerialNo);
      must(other === undefined || other === settlement, 'badRequest');
      if (settlement.state === 'reversed') return { tells: receiptOf(settlement) };
      if (settlement.booking !== undefined) insuredAt(nation, token).insurer.reverse(settlement.booking);
      Object.assign(settlement, { state: 'reversed', reversalSerialNo });
      tellOthers(nation, token);
      return { tells: { ...receiptOf(settlement), reversedAt: nation.now() } };
    },
    performs: (how) => institution.hand.reverses({ settlementNo }, { reversalSerialNo }, how),
    repeat: byInstitution(institution),
  };
});
