import { normaliseIdNo, normaliseName } from '../../protocol/identity-documents.js';
import { refuse, type Refusal } from '../../protocol/refusal.js';
import type { CredentialRecord } from '../../protocol/transactions/credential-record.js';
import type { InsuredData } from '../../protocol/transactions/insured-data.js';

/** A field in which two places may disagree about one person. */
export type Disagreement = 'idType' | 'idNo' | 'userName' | 'insuOrg' | 'insuranceType';

/**
 * 6.3.2.2 c: where the data that came with a business differ from those of the insured place; empty when they are the same. Only the place the business
 * is about counts: another place that was added or has ended changes nothing for it.
 */
export function disagreements(sent: InsuredData, known: CredentialRecord): Disagreement[] {
  const place = known.insuredPlaces.find((each) => each.poolingArea === sent.insuOrg);
  const found: Disagreement[] = [];
  if (sent.idType !== known.idType) found.push('idType');
  if (normaliseIdNo(sent.idType, sent.idNo) !== normaliseIdNo(known.idType, known.idNo)) found.push('idNo');
  if (normaliseName(sent.userName) !== normaliseName(known.userName)) found.push('userName');
  if (place === undefined) found.push('insuOrg');
  else if (place.insuranceType !== sent.insuranceType) found.push('insuranceType');
  return found;
}

/** INT-17: `500023`, with the pooling areas that are the right ones now. The code is void; the channel shows a new one. */
export function staleData({ insuredPlaces }: Pick<CredentialRecord, 'insuredPlaces'>): Refusal {
  const now = insuredPlaces.map(({ poolingArea, insuranceType }) => `${poolingArea} (${insuranceType})`).join(', ');
  return refuse('cacheExpired', { faults: [{ field: 'insuredPlaces', reason: now === '' ? 'there are none any more' : `are ${now} now` }] });
}
