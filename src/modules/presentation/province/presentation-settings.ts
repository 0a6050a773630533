import type { Admits } from '../../../registry/policy/presentation-policy.js';

/** What the presentation room of a province must be told. Durations are milliseconds. */
export interface PresentationSettings {
  /** INT-60: what its institutions may be presented. */
  readonly admits: Admits;
  /** INT-62: how many look-ups of one institution and one kind of presentation may find nobody within `windowMs`. */
  readonly lookUps: { readonly failures: number; readonly windowMs: number };
  /** INT-64: how long a recognised face may be turned into a token. */
  readonly authNoMs: number;
}

export const PRESENTATION_SETTINGS = Symbol('PresentationSettings');
