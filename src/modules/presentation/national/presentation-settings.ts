import type { OutsideAddress } from '../../../kernel/link/outside-system.js';

/** What the presentation room of the national tier must be told. */
export interface PresentationSettings {
  /** The library of faces that is searched (1:N). */
  readonly faceSearch: OutsideAddress;
  /** The banks' check of a card holder. */
  readonly cardHolder: OutsideAddress;
}
