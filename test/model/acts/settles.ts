import fc from 'fast-check';
import { any, chosen, nowAndThen, oneIn, picked, verb } from '../act.js';
import type { Settlement } from '../reference/business.js';
import type { Nation } from '../reference/nation.js';
import { must, no } from '../reference/refused.js';
import { businessTypes, byInstitution, MEDICINE, WRONG } from './drawn.js';
import { differing, insuredAt, isAtHome, outdating, tellOthers } from './insured-place.js';
import { sharesOf, totalFen, usePick } from './previews.js';
import { judgePassword } from './shown.js';

/** 结算回执 as it must be told. */
export const receiptOf = ({ booking, place, totalFen: total, serialNo, settlementNo, reversalSerialNo }: Settlement) => ({
  ...(booking && sharesOf(booking)), insuOrg: place.poolingArea, totalFen: total, institutionSerialNo: serialNo, ...(settlementNo !== '' && { settlementNo }),
  ...(reversalSerialNo !== undefined && { reversalSerialNo }),
});

/** 6.4.2.2 c, 6.5.2.2 c: at home, or through national at the insured place; what the data there say decides (6.3.2.2 c). */
function carryOut(nation: Nation, settlement: Settlement): void {
  const { institution, token, totalFen: total } = settlement;
  const province = insuredAt(nation, token);
  if (!isAtHome(institution, token)) {
    const right = differing(nation, token);
    if (right !== undefined) institution.province.isCorrected(right);
    must(right === undefined, 'cacheExpired');
    nation.tally.count(province.code, 'settlement');
  }
  const bill = { idNo: token.identity.idNo, place: token.place, kind: institution.kind, totalFen: total, at: nation.now() };
  settlement.booking = province.insurer.settle(bill);
  settlement.state = 'settled';
  token.state = 'used';
  nation.tally.count(province.code, 'settled');
  tellOthers(nation, token);
}

const picks = fc.record({ ...usePick, totalFen, serial: nowAndThen(any), password: oneIn(6).map((wrong) => !wrong) });

/** 6.4.2.2 b: an institution asks to settle what it scanned. */
export const settles = verb(picks, ({ nation }, { token: n, elsewhere, otherBusiness, totalFen: total, serial, password: isRight }) => {
  const token = picked(nation.tokens, n);
  if (token === undefined) return undefined;
  const institution = elsewhere === null ? token.institution : chosen(nation.institutions, elsewhere);
  const businessType = otherBusiness === null ? token.businessType : chosen(businessTypes, otherBusiness);
  const before = serial === null ? undefined : picked(nation.settlements.filter((each) => each.institution === institution), serial);
  const serialNo = before?.serialNo ?? institution.hand.nextSerialNo();
  const sum = before !== undefined && isRight ? before.totalFen : total;
  const password = businessType === MEDICINE ? (isRight ? (token.credential.password ?? WRONG) : WRONG) : undefined;
  return {
    says: `${institution.name} settles ${sum} fen with token ${token.no} of ${token.institution.name} for ${businessType} as ${serialNo}${password ? `, password ${password}` : ''}`,
    foresees() {
      institution.province.suspensions.admit(institution);
      const known = nation.settlements.find((each) => each.institution === institution && each.serialNo === serialNo);
      const isSame = known === undefined || (known.totalFen === sum && known.businessType === businessType && (known.state === 'refused' || known.token === token));
      must(isSame, 'badRequest');
      if (known !== undefined && known.state !== 'refused') return { tells: receiptOf(known) };
      institution.province.tokens.requireFor(token, institution, businessType, nation.now());
      const right = isAtHome(institution, token) ? outdating(nation, token) : undefined;
      if (right !== undefined) institution.province.isCorrected(right);
      if (right !== undefined) throw no('cacheExpired');
      if (password !== undefined) judgePassword(token.credential, password, nation.now());
      const settlement = known ?? started(nation, { institution, serialNo, businessType, totalFen: sum });
      Object.assign(settlement, { token, place: token.place });
      carryOut(nation, settlement);
      return { tells: receiptOf(settlement), learns: ({ settlementNo }: { settlementNo: string }) => { settlement.settlementNo = settlementNo; } };
    },
    performs: (how) => institution.hand.settles({ ecToken: token.value }, { businessType, institutionSerialNo: serialNo, totalFen: sum, password }, how),
    ...(password === undefined && { repeat: byInstitution(institution) }),
  };
});

/** The order is written down first; it is refused until the insured place has settled. */
function started(nation: Nation, asked: Pick<Settlement, 'institution' | 'serialNo' | 'businessType' | 'totalFen'>): Settlement {
  const settlement = { ...asked, state: 'refused', booking: undefined, reversalSerialNo: undefined, settlementNo: '' } as Partial<Settlement> as Settlement;
  nation.settlements.push(settlement);
  nation.tally.count(asked.institution.province.code, 'settlement');
  return settlement;
}
