import { Injectable } from '@nestjs/common';
import { PeerLink, UnknownPeer } from '../../../kernel/link/peer-link.js';
import { Refusal, refuse } from '../../../protocol/refusal.js';
import type { Transaction } from '../../../protocol/transaction.js';
import { NATIONAL } from '../../../registry/province/peer-names.js';
import type { NationalGateway } from './national-gateway.port.js';

/** National over the signed link. */
@Injectable()
export class LinkNationalGateway implements NationalGateway {
  constructor(private readonly link: PeerLink) {}

  async ask<I, O>(transaction: Transaction<I, O>, input: I, requestId: string): Promise<O> {
    try {
      return await this.link.send(NATIONAL, transaction, input, requestId);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw refuse(whatFailed(error), { diagnosis: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** INT-116: no link to national in the configuration, a link without an address, or no answer. */
function whatFailed(error: unknown): 'nationalServiceNotConfigured' | 'nationalAddressNotConfigured' | 'nationalRequestFailed' {
  if (!(error instanceof UnknownPeer)) return 'nationalRequestFailed';
  return error.lacks === 'peer' ? 'nationalServiceNotConfigured' : 'nationalAddressNotConfigured';
}
