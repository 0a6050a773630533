import fc from 'fast-check';
import { any, chosen, nowAndThen, picked, verb } from '../act.js';
import type { BusinessHandling } from '../reference/business.js';
import type { Nation } from '../reference/nation.js';
import { must, noForGood } from '../reference/refused.js';
import { businessTypes, byInstitution } from './drawn.js';
import { differing, insuredAt, isAtHome, outdating, tellOthers } from './insured-place.js';
import { usePick } from './previews.js';

/** 6.3.2.2 b, c: handled at home, or through national at the insured place, unless the data differ. */
function carryOut(nation: Nation, handling: BusinessHandling): void {
  const { institution, token } = handling;
  const isHome = isAtHome(institution, token);
  const right = isHome ? outdating(nation, token) : differing(nation, token);
  if (right !== undefined) institution.province.isCorrected(right);
  if (right !== undefined) throw noForGood('cacheExpired');
  const province = insuredAt(nation, token);
  if (!isHome) nation.tally.count(province.code, 'business_handling');
  handling.state = 'handled';
  token.state = 'used';
  nation.tally.count(province.code, 'booked_business');
  tellOthers(nation, token);
}

/** 经办回执 as it must be told. */
const receiptOf = ({ serialNo, place, receiptNo }: BusinessHandling) => (
  { institutionSerialNo: serialNo, insuOrg: place.poolingArea, ...(receiptNo !== '' && { receiptNo }) }
);

const picks = fc.record({ ...usePick, serial: nowAndThen(any) });

/** 6.3.2.2: an institution has a business handled for the person whose code it scanned. */
export const hasHandled = verb(picks, ({ nation }, { token: n, elsewhere, otherBusiness, serial }) => {
  const token = picked(nation.tokens, n);
  if (token === undefined) return undefined;
  const institution = elsewhere === null ? token.institution : chosen(nation.institutions, elsewhere);
  const businessType = otherBusiness === null ? token.businessType : chosen(businessTypes, otherBusiness);
  const before = serial === null ? undefined : picked(nation.businessHandlings.filter((each) => each.institution === institution), serial);
  const serialNo = before?.serialNo ?? institution.hand.nextSerialNo();
  return {
    says: `${institution.name} has ${businessType} handled with token ${token.no} of ${token.institution.name} as ${serialNo}`,
    foresees() {
      institution.province.suspensions.admit(institution);
      const known = nation.businessHandlings.find((each) => each.institution === institution && each.serialNo === serialNo);
      must(known === undefined || known.businessType === businessType, 'badRequest');
      if (known?.state === 'handled') return { tells: receiptOf(known) };
      institution.province.tokens.requireFor(token, institution, businessType, nation.now());
      const handling = known ?? started(nation, { institution, serialNo, businessType });
      Object.assign(handling, { token, place: token.place });
      carryOut(nation, handling);
      return { tells: receiptOf(handling), learns: ({ receiptNo }: { receiptNo: string }) => { handling.receiptNo = receiptNo; } };
    },
    performs: (how) => institution.hand.hasHandled({ ecToken: token.value }, { businessType, institutionSerialNo: serialNo }, how),
    repeat: byInstitution(institution),
  };
});

/** The order is written down first; it is refused until the insured place has handled it. */
function started(nation: Nation, asked: Pick<BusinessHandling, 'institution' | 'serialNo' | 'businessType'>): BusinessHandling {
  const handling = { ...asked, state: 'refused', receiptNo: '' } as Partial<BusinessHandling> as BusinessHandling;
  nation.businessHandlings.push(handling);
  nation.tally.count(asked.institution.province.code, 'business_handling');
  return handling;
}
