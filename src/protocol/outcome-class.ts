import type { ReturnCodeName } from './dictionaries/return-codes.js';

/**
 * What an answer says about the service that gave it (INT-99): `done` · `refused`, the request or the business is at fault and the service works ·
 * `elsewhere`, something that was needed did not answer or is not configured · `fault`, nobody knows (-1).
 */
export const outcomeClasses = ['done', 'refused', 'elsewhere', 'fault'] as const;
export type OutcomeClass = (typeof outcomeClasses)[number];

const NOT_REFUSED: Readonly<Partial<Record<ReturnCodeName, OutcomeClass>>> = {
  success: 'done',
  unknownError: 'fault',
  timeout: 'elsewhere',
  configurationMissing: 'elsewhere',
  nationalRequestFailed: 'elsewhere',
  nationalAddressNotConfigured: 'elsewhere',
  nationalServiceNotConfigured: 'elsewhere',
  localServiceNotConfigured: 'elsewhere',
  officialAccountNotConfigured: 'elsewhere',
  wechatMerchantNotConfigured: 'elsewhere',
  mobilePaymentBillAddressNotConfigured: 'elsewhere',
  alipayParametersMissing: 'elsewhere',
  alipaySignatureInvalid: 'elsewhere',
  alipayDecryptionFailed: 'elsewhere',
  alipayConfigurationMissing: 'elsewhere',
};

/** The class of a return code; what is not said otherwise is a refusal. */
export const outcomeClassOf = (name: ReturnCodeName): OutcomeClass => NOT_REFUSED[name] ?? 'refused';
