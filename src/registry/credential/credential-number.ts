import { sm3 } from '../../crypto/sm3.js';
import { sm4CbcEncrypt, sm4Key, type Sm4Key } from '../../crypto/sm4.js';
import { parseCredentialNumber, type CredentialNumber } from '../../protocol/identifiers.js';
import { normaliseIdentity, type Identity } from '../person/insured-person.store.js';

/** Injection token of the national tier's {@link CredentialNumbers}. */
export const CREDENTIAL_NUMBERS = Symbol('CredentialNumbers');

/** Gives the credential number of an identity. */
export type CredentialNumbers = (identity: Identity) => CredentialNumber;

const SEPARATOR = '\u001f';

/**
 * 电子凭证标识码 (4.1, INT-16): 64 hex characters, `SM3(SM4-CBC(nationalKey, idType ‖ 0x1F ‖ idNo ‖ 0x1F ‖ name))` over the normalised identity. The IV
 * is derived from the key, so the same person always gets the same number and nobody without the key can compute or invert it.
 */
export function credentialNumbers(nationalKey: Uint8Array): CredentialNumbers {
  const key: Sm4Key = sm4Key(nationalKey);
  const iv = sm3('openec credential number iv', nationalKey).subarray(0, 16);
  return (given) => {
    const { idType, idNo, userName } = normaliseIdentity(given);
    const cipher = sm4CbcEncrypt(key, iv, Buffer.from([idType, idNo, userName].join(SEPARATOR), 'utf8'));
    return parseCredentialNumber(sm3(cipher).toString('hex'));
  };
}
