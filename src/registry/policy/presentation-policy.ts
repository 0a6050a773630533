import { refuse } from '../../protocol/refusal.js';

/** 4.10 展现形式: in which ways a person may present the credential. */
export const presentations = ['qrCode', 'barCode', 'document', 'bankCard', 'mobile', 'face'] as const;
export type Presentation = (typeof presentations)[number];

/** Which of them a province admits, as its competent department decides it (INT-60). */
export type PresentationPolicy = Readonly<Record<Presentation, boolean>>;

/** Whether the province admits one of these. */
export type Admits = (anyOf: readonly Presentation[]) => boolean;

/** The lookup in a policy. */
export const admits = (policy: PresentationPolicy): Admits => (anyOf) => anyOf.some((presentation) => policy[presentation]);

/** One of these is admitted; else `-4`, naming the field that asked for them. */
export function requireAdmitted(admitted: Admits, anyOf: readonly Presentation[], field = 'transType'): void {
  if (admitted(anyOf)) return;
  const reason = `presents a ${anyOf.map((each) => words[each]).join(' or a ')}, which this province does not admit`;
  throw refuse('forbidden', { faults: [{ field, reason }] });
}

const words: Readonly<Record<Presentation, string>> = {
  qrCode: 'two-dimensional code', barCode: 'one-dimensional code', document: 'document', bankCard: 'bank card', mobile: 'mobile number', face: 'face',
};
