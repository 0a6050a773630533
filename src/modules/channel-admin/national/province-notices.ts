import { Injectable } from '@nestjs/common';
import { PeerLink } from '../../../kernel/link/peer-link.js';
import { OutboxStore } from '../../../kernel/outbox/outbox.store.js';
import { provinceOfDivision, type DivisionCode } from '../../../protocol/identifiers.js';
import type { Transaction } from '../../../protocol/transaction.js';
import { isProvince, peerOfProvince } from '../../../registry/province/peer-names.js';

/** Puts what the management centre decided on its way to the provinces, in the open unit of work. */
@Injectable()
export class ProvinceNotices {
  constructor(private readonly outbox: OutboxStore, private readonly link: PeerLink) {}

  /** To every attached province. */
  async toAll<I, O>(subject: string, transaction: Transaction<I, O>, input: I): Promise<void> {
    const provinces = this.link.names.filter(isProvince);
    for (const province of provinces) await this.outbox.append(province, subject, transaction, input);
  }

  /** To the province a division lies in. */
  async toProvinceOf<I, O>(division: DivisionCode, subject: string, transaction: Transaction<I, O>, input: I): Promise<void> {
    await this.outbox.append(peerOfProvince(provinceOfDivision(division)), subject, transaction, input);
  }
}
