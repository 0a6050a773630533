import { Injectable } from '@nestjs/common';
import { PeerLink } from '../../../kernel/link/peer-link.js';
import type { ProvinceCode } from '../../../protocol/identifiers.js';
import { Refusal, refuse } from '../../../protocol/refusal.js';
import type { Transaction } from '../../../protocol/transaction.js';
import { peerOfProvince } from '../../../registry/province/peer-names.js';
import type { PeerDirectory } from './peer-directory.port.js';

/** The provinces over the signed link. */
@Injectable()
export class LinkPeerDirectory implements PeerDirectory {
  constructor(private readonly link: PeerLink) {}

  async ask<I, O>(province: ProvinceCode, transaction: Transaction<I, O>, input: I, requestId: string): Promise<O> {
    const peer = peerOfProvince(province);
    try {
      return await this.link.send(peer, transaction, input, requestId);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw refuse('timeout', { diagnosis: error instanceof Error ? error.message : String(error), origin: peer });
    }
  }
}
