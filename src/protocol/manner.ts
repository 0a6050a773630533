import { documentedForm, type CanonicalForm } from './canonical-form.js';
import { plainSpelling, spellingOf, type EncDataSpelling, type ReadData } from './encrypted-data.js';
import type { SignedMessage, Match } from './match-signature.js';
import { readSignature, type SignatureSpelling } from './signature-spelling.js';

/** How a party writes what the standard leaves open: the string it signs, its signature, and what it encrypts. INT-110 */
export interface Manner {
  readonly form: CanonicalForm;
  readonly signature: SignatureSpelling;
  readonly encData: EncDataSpelling;
}

/** The manner of our own parties. */
export const documentedManner: Manner = { form: documentedForm, signature: 'raw', encData: plainSpelling };

/** The manner in which a verified request was written: its answer is written in it too (INT-20). */
export function mannerOf(request: SignedMessage, read: ReadData, match: Match | undefined): Manner {
  const { form, spelling } = match ?? { form: documentedForm, spelling: 'raw' };
  const encData = request.encData === undefined ? plainSpelling : spellingOf(request.encData, request.encType, read, form);
  return { form, signature: answerSpelling(spelling), encData };
}

/** The manner of an answer to a request that was refused before its signature was checked. `form` is what is known of the caller. */
export function mannerAsItSeems(request: SignedMessage, form: CanonicalForm): Manner {
  const spelling = request.signType === 'SM2' ? readSignature(request.signData ?? '')?.spelling : undefined;
  const encData = request.encData === undefined ? plainSpelling : spellingOf(request.encData, request.encType, { data: undefined }, form);
  return { form, signature: answerSpelling(spelling ?? 'raw'), encData };
}

/** Who forgets zero bytes when writing reads r‖s of full length as everybody does; short of some it could be read by nobody. */
const answerSpelling = (spelling: SignatureSpelling): SignatureSpelling => (spelling === 'unpadded' ? 'raw' : spelling);
