import type { Verdict } from '../../../kernel/link/outside-system.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';

/** 2.4 实名认证: whether name, id type and number belong together and are valid, as the public-security authority knows them. */
export interface RealNameVerifier {
  verify(identity: Identity): Promise<Verdict>;
}

/** 2.5 实人认证: whether the biometric sample is of this person. */
export interface RealPersonVerifier {
  verify(identity: Identity, biometricSample: string): Promise<Verdict>;
}

export const REAL_NAME_VERIFIER = Symbol('RealNameVerifier');
export const REAL_PERSON_VERIFIER = Symbol('RealPersonVerifier');
