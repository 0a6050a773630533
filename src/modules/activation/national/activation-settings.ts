import type { OutsideAddress } from '../../../kernel/link/outside-system.js';

/** What the activation room must be told. */
export interface ActivationSettings {
  /** How long the steps of one handling may take, in milliseconds. */
  readonly handlingMs: number;
  readonly realName: OutsideAddress;
  readonly realPerson: OutsideAddress;
}

export const ACTIVATION_SETTINGS = Symbol('ActivationSettings');
