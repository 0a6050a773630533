import fc from 'fast-check';
import { any, chosen, picked, verb, which } from '../act.js';
import { businessFor, businessPick, noteScan, requireAcceptable, requireDecodable, tokenFor } from './decoding.js';
import { byInstitution } from './drawn.js';

const picks = fc.record({ institution: any, code: which, business: businessPick });

/** A.1.6, 6.4.2.2 a: an institution scans a code; of another issuer it is decoded there, through national. */
export const scans = verb(picks, ({ nation }, { institution: by, code: n, business }) => {
  const code = picked(nation.codes, n);
  if (code === undefined) return undefined;
  const institution = chosen(nation.institutions, by);
  const businessType = businessFor(code, business);
  const { issuer } = code.display.at;
  return {
    says: `${institution.name} scans code ${code.no} of ${issuer} for ${businessType}`,
    foresees() {
      institution.province.suspensions.admit(institution);
      institution.province.suspensions.admitTerminal(institution);
      const who = requireDecodable(nation, code);
      const isOurs = code.display.at === institution.province.desk;
      if (isOurs) requireAcceptable(institution, code, businessType);
      else if (issuer === '00') noteScan(code, institution);
      code.state = 'used';
      noteScan(code, institution);
      requireAcceptable(institution, code, businessType);
      const token = tokenFor(nation, institution, code, who, businessType);
      return {
        tells: { ...who.identity, insuOrg: code.place.poolingArea, chnlId: code.channel.channelNumber },
        learns: ({ ecToken }: { ecToken: string }) => { token.value = ecToken; },
      };
    },
    performs: (how) => institution.hand.scans(code.value, { businessType }, how),
    repeat: byInstitution(institution),
  };
});
