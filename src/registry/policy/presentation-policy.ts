import { refuse } from '../../protocol/refusal.js';

/** 4.10 展现形式: in which ways a person may present the credential. */
export const presentations = ['qrCode', 'barCode', 'document', 'bankCard', 'mobile', 'face'] as const;
export type Presentation = (typeof presentations)[number];

/** Which of them a province admits, as its competent department decides it (INT-60). */
export type PresentationPolicy = Readonly<Record<Presentation, boolean>>;

/** Refuses with `-4` where the province admits none of these, naming the field that asked for them. */
export type RequireAdmitted = (anyOf: readonly Presentation[], field?: string) => void;

/** The check of a policy. */
export function requireAdmitted(policy: PresentationPolicy): RequireAdmitted {
  return (anyOf, field = 'transType') => {
    if (anyOf.some((presentation) => policy[presentation])) return;
    const reason = `presents a ${anyOf.map((each) => words[each]).join(' or a ')}, which this province does not admit`;
    throw refuse('forbidden', { faults: [{ field, reason }] });
  };
}

const words: Readonly<Record<Presentation, string>> = {
  qrCode: 'two-dimensional code', barCode: 'one-dimensional code', document: 'document', bankCard: 'bank card', mobile: 'mobile number', face: 'face',
};
