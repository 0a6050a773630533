/** 4.2, INT-18: where the credential's password is asked for. */
export const passwordMoments = ['none', 'display', 'settlement'] as const;
export type PasswordMoment = (typeof passwordMoments)[number];

/** The policy of a province, as its competent department decides it. */
export interface PasswordPolicy {
  /** For business types that are not named. */
  readonly default: PasswordMoment;
  /** By business type of table C.1, five digits. */
  readonly byBusinessType: Readonly<Record<string, PasswordMoment>>;
}

/** Tells for a business type of table C.1, or one nobody has named yet, where its password is asked for. */
export type PasswordWhen = (businessType: string | undefined) => PasswordMoment;

/** The lookup in a policy. */
export function passwordWhen(policy: PasswordPolicy): PasswordWhen {
  return (businessType = '') => policy.byBusinessType[businessType] ?? policy.default;
}
