import { Inject, Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { Refusal } from '../../../protocol/refusal.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { NATIONAL_GATEWAY, type NationalGateway } from './national-gateway.port.js';
import { toldOn } from './told-on.js';

/** INT-23: national verifies the credential's password for a province whose policy asks for it. It is kept nowhere here. */
@Injectable()
export class NationalPasswordCheck {
  constructor(@Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway) {}

  /** When it was verified. A wrong one is `500004` with the tries that are left, one that was never set `500042`. Outside any unit of work. */
  async verify(credentialNumber: CredentialNumber, password: string, requestId: string): Promise<number> {
    try {
      return (await this.national.ask(transactions.verifyPassword, { credentialNumber, password }, requestId)).verifiedAt;
    } catch (error) {
      throw error instanceof Refusal ? toldOn(error, ['data.password']) : error;
    }
  }
}
