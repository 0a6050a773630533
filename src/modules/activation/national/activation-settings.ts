import type { VerifierAddress } from './http-verifiers.js';

/** What the activation room must be told. */
export interface ActivationSettings {
  /** How long the steps of one handling may take, in milliseconds. */
  readonly handlingMs: number;
  readonly realName: VerifierAddress;
  readonly realPerson: VerifierAddress;
}

export const ACTIVATION_SETTINGS = Symbol('ActivationSettings');
