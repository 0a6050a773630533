import type { Contacts } from '../../../kernel/link/contacts.js';
import { OutsideSystem, type OutsideAddress, type Verdict } from '../../../kernel/link/outside-system.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import type { RealNameVerifier, RealPersonVerifier } from './verifiers.port.js';

/** The public-security real-name check over HTTP: `POST {idType, idNo, userName} → {"result":"match"|"mismatch"}`. */
export class HttpRealNameVerifier implements RealNameVerifier {
  private readonly system: OutsideSystem;

  constructor(address: OutsideAddress, contacts: Contacts) {
    this.system = new OutsideSystem('real-name verifier', address, contacts);
  }

  verify({ idType, idNo, userName }: Identity): Promise<Verdict> {
    return this.system.judge({ idType, idNo, userName });
  }
}

/** The comparison of a biometric sample with the person's over HTTP: `POST {idType, idNo, userName, biometricSample} → {"result":…}`. */
export class HttpRealPersonVerifier implements RealPersonVerifier {
  private readonly system: OutsideSystem;

  constructor(address: OutsideAddress, contacts: Contacts) {
    this.system = new OutsideSystem('real-person verifier', address, contacts);
  }

  verify({ idType, idNo, userName }: Identity, biometricSample: string): Promise<Verdict> {
    return this.system.judge({ idType, idNo, userName, biometricSample });
  }
}
