import { sm3 } from '../../crypto/sm3.js';
import { sm4CbcEncrypt, sm4Key, type Sm4Key } from '../../crypto/sm4.js';
import { parseCredentialNumber, type CredentialNumber } from '../../protocol/identifiers.js';
import { normaliseIdentity, type Identity } from '../person/insured-person.store.js';
import { normaliseUnit, type UnitIdentity } from '../unit/unit.store.js';

/** Injection token of the national tier's {@link CredentialNumbers}. */
export const CREDENTIAL_NUMBERS = Symbol('CredentialNumbers');
/** Injection token of the national tier's {@link UnitCredentialNumbers}. */
export const UNIT_CREDENTIAL_NUMBERS = Symbol('UnitCredentialNumbers');

/** Gives the credential number of an identity. */
export type CredentialNumbers = (identity: Identity) => CredentialNumber;
/** Gives the credential number of a unit. */
export type UnitCredentialNumbers = (unit: UnitIdentity) => CredentialNumber;

const SEPARATOR = '\u001f';
/** Stands where a person's text has the two digits of the id type, so that no unit's text is ever a person's. */
const UNIT = 'unit';

/**
 * 电子凭证标识码 (4.1, INT-16): 64 hex characters, `SM3(SM4-CBC(nationalKey, idType ‖ 0x1F ‖ idNo ‖ 0x1F ‖ name))` over the normalised identity. The IV
 * is derived from the key, so the same person always gets the same number and nobody without the key can compute or invert it.
 */
export function credentialNumbers(nationalKey: Uint8Array): CredentialNumbers {
  const numberOf = numbering(nationalKey);
  return (given) => {
    const { idType, idNo, userName } = normaliseIdentity(given);
    return numberOf([idType, idNo, userName]);
  };
}

/** 单位电子凭证标识码 (notice 一, INT-65): the same over `unit ‖ 0x1F ‖ credit code ‖ 0x1F ‖ name`. */
export function unitCredentialNumbers(nationalKey: Uint8Array): UnitCredentialNumbers {
  const numberOf = numbering(nationalKey);
  return (given) => {
    const { creditCode, unitName } = normaliseUnit(given);
    return numberOf([UNIT, creditCode, unitName]);
  };
}

function numbering(nationalKey: Uint8Array): (parts: readonly string[]) => CredentialNumber {
  const key: Sm4Key = sm4Key(nationalKey);
  const iv = sm3('openec credential number iv', nationalKey).subarray(0, 16);
  return (parts) => parseCredentialNumber(sm3(sm4CbcEncrypt(key, iv, Buffer.from(parts.join(SEPARATOR), 'utf8'))).toString('hex'));
}
