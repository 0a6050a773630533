import { provinceOfQrValue, type ProvinceCode, type QrValue } from '../../protocol/identifiers.js';
import { refuse, refuseField } from '../../protocol/refusal.js';
import type { CredentialRecord } from '../../protocol/transactions/credential-record.js';
import type { CodeSymbol } from '../../protocol/transactions/fields.js';

/** A pooling area with the insurance type there. */
export type Place = CredentialRecord['insuredPlaces'][number];

/** 4.2: a credential is usable only after its activation; a superseded one never again (4.4). Else `500001`. */
export function requireActivated(credential: Pick<CredentialRecord, 'state'>): void {
  if (credential.state === 'activated') return;
  throw refuse('credentialNotFound', { diagnosis: `the credential is ${credential.state}, not activated` });
}

/**
 * 6.2.2.2 c, INT-29: the pooling area a code is issued for. With one insured place it is that; with several it is the person's choice, said now or
 * remembered; undefined asks the person to choose. A choice that is no insured place is `-2`, no insured place at all `500054`.
 */
export function choosePlace(places: readonly Place[], chosen: string | undefined, remembered: string | undefined): Place | undefined {
  if (places.length === 0) throw refuse('insuredPlaceMissing');
  if (chosen !== undefined) {
    const place = places.find((each) => each.poolingArea === chosen);
    if (place === undefined) throw refuseField('data.poolingArea', 'is no insured place of this person');
    return place;
  }
  return places.length === 1 ? places[0] : places.find((each) => each.poolingArea === remembered);
}

/**
 * 4.9: whether another tier than this province's has issued a code and alone can decode it. What is no code of an electronic credential is `500159`, told
 * apart from a code that is not valid, so that the clerk asks for the right one (INT-124).
 */
export function issuedElsewhere(value: QrValue, here: ProvinceCode): boolean {
  const issuer = provinceOfQrValue(value);
  if (issuer === undefined) throw refuse('notACredentialCode', { diagnosis: 'this is no code of an electronic credential' });
  return issuer !== here;
}

/** 4.2, INT-73: a code shown without the password serves no business for which the province asks for it at display. Else `500049`. */
export function requireProvenCode(passwordAt: number | undefined, asked: 'none' | 'display' | 'settlement'): void {
  if (isProvenFor(asked, passwordAt)) return;
  throw refuse('qrCodeInvalid', { faults: [{ field: 'data.businessType', reason: 'asks for the password at display; show a code with the password' }] });
}

/** Whether a code that was shown so serves a business for which the province asks for the password at `asked`. */
export function isProvenFor(asked: 'none' | 'display' | 'settlement', passwordAt: number | undefined): boolean {
  return asked !== 'display' || passwordAt !== undefined;
}

/** INT-91: a code that an institution shows serves this institution. Else `500049`. */
export function requireOwnShow(shownByOrg: string | undefined, orgId: string): void {
  if (shownByOrg === undefined || shownByOrg === orgId) return;
  throw refuse('qrCodeInvalid', { diagnosis: 'the code was shown by another institution for itself' });
}

/** A password never travels in the clear. Else `-2`. */
export function requireCovered(password: string | undefined, encrypted: boolean): void {
  if (password !== undefined && !encrypted) throw refuseField('data.password', 'must travel encrypted (encType SM4, encData)');
}

/** The presentations of 4.10 that a symbol is. */
export function presentationsOf(symbol: CodeSymbol): readonly ('qrCode' | 'barCode')[] {
  return symbol === 'both' ? ['qrCode', 'barCode'] : [symbol];
}
