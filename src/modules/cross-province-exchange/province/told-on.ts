import { Refusal } from '../../../protocol/refusal.js';

/**
 * What a relayed refusal says is for operators. Where it speaks of a field that stands in the caller's own request too, it is for whoever asked, such as how
 * many tries are left: it becomes a fault of that field, which is always told.
 */
export function toldOn(refusal: Refusal, fields: readonly string[]): Refusal {
  const { returnCode, diagnosis = '', origin } = refusal;
  const field = fields.find((each) => diagnosis.startsWith(`${each}: `));
  if (field === undefined) return refusal;
  return new Refusal(returnCode, { faults: [{ field, reason: diagnosis.slice(field.length + 2) }], origin });
}
