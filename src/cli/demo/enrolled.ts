import type { KeyRingTexts } from '../../protocol/key-ring.js';

/** What a channel was handed. */
export interface EnrolledChannel {
  readonly channelNumber: string;
  readonly keys: KeyRingTexts;
}

/** What channels and institutions were handed when they were let in; told once, so it is kept with the databases. */
export interface Enrolled {
  readonly channel: EnrolledChannel;
  readonly partner: EnrolledChannel;
  readonly institutions: Readonly<Record<string, { readonly keys: KeyRingTexts; readonly filingNumber: string }>>;
}

/** One line of the decision notice of D.2, with the secrets that stand in it once. */
export interface NoticeLine {
  readonly channelNumber: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly digitalKey: string;
  readonly platformPublicKey: string;
}
