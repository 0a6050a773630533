import type { Contacts } from '../../../kernel/link/contacts.js';
import { OutsideSystem, type OutsideAddress, type OutsideAnswer } from '../../../kernel/link/outside-system.js';
import type { FaceHolder, FaceSearch } from './face-search.port.js';

/** An outside library of faces over HTTP: `POST {biometricSample} → {"result":"match","idType","idNo"}` or `{"result":"mismatch"}`. */
export class HttpFaceSearch implements FaceSearch {
  private readonly system: OutsideSystem;

  constructor(address: OutsideAddress, contacts: Contacts) {
    this.system = new OutsideSystem('face search', address, contacts);
  }

  async search(biometricSample: string): Promise<FaceHolder | undefined> {
    const found = await this.system.ask({ biometricSample }, faceHolder, 'named nobody and did not say that there is nobody');
    return found === 'nobody' ? undefined : found;
  }
}

function faceHolder({ result, idType, idNo }: OutsideAnswer): FaceHolder | 'nobody' | undefined {
  if (result === 'mismatch') return 'nobody';
  return result === 'match' && typeof idType === 'string' && typeof idNo === 'string' ? { idType, idNo } : undefined;
}
