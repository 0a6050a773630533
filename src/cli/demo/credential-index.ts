import { sm3 } from '../../crypto/sm3.js';
import { sm4CbcEncrypt, sm4Key } from '../../crypto/sm4.js';
import type { Person } from './cast.js';

/**
 * The index (`ecIndexNo`) that a person's credential must have, computed once more and apart from the mid-platform (4.1, INT-16): the first 32 digits of
 * `SM3(SM4-CBC(key, idType ‖ 0x1F ‖ idNo ‖ 0x1F ‖ name))`, in upper case.
 */
export function expectedIndex(nationalKey: string, { idType, idNo, userName }: Person): string {
  const key = Buffer.from(nationalKey, 'hex');
  const iv = sm3('openec credential number iv', key).subarray(0, 16);
  const number = sm3(sm4CbcEncrypt(sm4Key(key), iv, Buffer.from(`${idType}\u001f${idNo}\u001f${userName}`, 'utf8'))).toString('hex');
  return number.slice(0, 32).toUpperCase();
}
