import { OutsideSystem, type OutsideAddress } from '../../../kernel/link/outside-system.js';
import type { FaceHolder, FaceSearch } from './face-search.port.js';

/** An outside library of faces over HTTP: `POST {biometricSample} → {"result":"match","idType","idNo"}` or `{"result":"mismatch"}`. */
export class HttpFaceSearch implements FaceSearch {
  private readonly system: OutsideSystem;

  constructor(address: OutsideAddress) {
    this.system = new OutsideSystem('face search', address);
  }

  async search(biometricSample: string): Promise<FaceHolder | undefined> {
    const { result, idType, idNo } = await this.system.ask({ biometricSample });
    if (result === 'mismatch') return undefined;
    if (result === 'match' && typeof idType === 'string' && typeof idNo === 'string') return { idType, idNo };
    throw this.system.silent('named nobody and did not say that there is nobody');
  }
}
