import type { Identity } from '../../../../registry/person/insured-person.store.js';
import type { Verdict } from '../../../../kernel/link/outside-system.js';

/** A face verification under way at Alipay. */
export interface StartedFace {
  readonly certifyId: string;
  /** Where the person is sent. */
  readonly certifyUrl: string;
}

/**
 * 支付宝 as a verifier (2.4, 2.5). What is missing in our configuration is `500043`, in Alipay's for us `500047`; an answer whose signature is wrong is
 * `500045`, one that does not open `500046`; silence is `-3`.
 */
export interface Alipay {
  /** Who consented; else `500048`. */
  identityOf(authCode: string): Promise<Identity>;
  /** Begins a face verification of this person; else `500044`. `orderNo`: 32 characters, the same for every repeat. */
  beginFace(identity: Identity, orderNo: string, returnUrl: string): Promise<StartedFace>;
  /** What came of it; else `500044`. */
  faceVerdict(certifyId: string): Promise<Verdict>;
}

export const ALIPAY = Symbol('Alipay');
