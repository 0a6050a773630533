import type { KeyRingTexts } from '../../protocol/key-ring.js';

/** What the channel and the institutions were handed when they were registered; told once, so it is kept with the databases. */
export interface Enrolled {
  readonly channel: { readonly channelNumber: string; readonly keys: KeyRingTexts };
  readonly institutions: Readonly<Record<string, { readonly keys: KeyRingTexts; readonly filingNumber: string }>>;
}
