import { checkIdNumber } from '../../protocol/identity-documents.js';
import { refuseField } from '../../protocol/refusal.js';

/** C.2: the document number passes the check that its type allows, or `-2` naming the field. */
export function requireValidNumber({ idType, idNo }: { readonly idType: string; readonly idNo: string }, field = 'data.idNo'): void {
  const why = checkIdNumber(idType, idNo);
  if (why !== undefined) throw refuseField(field, why);
}
