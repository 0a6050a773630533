import fc from 'fast-check';
import { any, chosen, oneIn } from '../act.js';
import type { Code } from '../reference/code-desk.js';
import type { Nation } from '../reference/nation.js';
import type { Institution, Word } from '../reference/province.js';
import { must } from '../reference/refused.js';
import type { Token } from '../reference/tokens.js';
import { businessTypes, SETTLEMENT } from './drawn.js';

/** A business the code was shown for, or now and then any. */
export const businessPick = fc.record({ business: any, unfit: oneIn(8) });

export function businessFor({ passwordAt }: Code, { business, unfit }: { business: number; unfit: boolean }): string {
  return chosen(unfit || passwordAt !== undefined ? businessTypes : businessTypes.filter((each) => each !== SETTLEMENT), business);
}

/** What the issuer of a code knows of who showed it: a province its replica, national itself. */
function knownByIssuer(nation: Nation, { credential, display }: Code): Word | undefined {
  const { issuer } = display.at;
  return issuer === '00' ? nation.wordOf(credential) : nation.province(issuer).find(credential);
}

/** 4.9, 4.11: the issuer, and nobody else, decodes; a used, void or expired code is `500049`, one whose place is the person's no more `500023`. */
export function requireDecodable(nation: Nation, code: Code): Word {
  code.display.at.requireLive(code, nation.now());
  const who = knownByIssuer(nation, code);
  must(who?.state === 'activated', 'credentialNotFound');
  const { poolingArea, insuranceType } = code.place;
  must(who.places.some((place) => place.poolingArea === poolingArea && place.insuranceType === insuranceType), 'cacheExpired');
  return who;
}

/** INT-45: it has not heard of the credential's end. INT-73: it does not ask for a password that was not proven. Else `500049`. */
export function requireAcceptable({ province }: Institution, code: Code, businessType: string): void {
  const heard = code.display.at === province.desk ? undefined : province.find(code.credential)?.state;
  must(heard !== 'superseded', 'qrCodeInvalid');
  must(businessType !== SETTLEMENT || code.passwordAt !== undefined, 'qrCodeInvalid');
}

/** INT-45: national tells the end of the credential to whoever scans a code of another's, and knows whether there was one. Else `500049`. */
export function noteScan({ credential, display }: Code, { province }: Institution): void {
  if (display.at === province.desk) return;
  must(credential.state !== 'superseded', 'qrCodeInvalid');
  credential.holders.add(province.code);
}

/** The token of the province where the code was scanned (INT-15). */
export function tokenFor(nation: Nation, institution: Institution, { credential, place }: Code, { identity }: Word, businessType: string): Token {
  return institution.province.tokens.issue({ institution, businessType, credential, identity, place }, nation.now());
}
