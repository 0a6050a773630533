import { Injectable } from '@nestjs/common';
import { PeerLink } from '../../../kernel/link/peer-link.js';
import { OutboxStore } from '../../../kernel/outbox/outbox.store.js';
import { provinceOfDivision, type DivisionCode, type ProvinceCode } from '../../../protocol/identifiers.js';
import type { Transaction } from '../../../protocol/transaction.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { MOST_TOLD, type TerminalRecord } from '../../../protocol/transactions/register-terminal.js';
import { isProvince, peerOfProvince } from '../../../registry/province/peer-names.js';

/** The subject of everything that is told of terminals. */
const TERMINALS = 'acceptance terminals';

/** Puts what the management centre decided on its way to the provinces, in the open unit of work. */
@Injectable()
export class ProvinceNotices {
  constructor(private readonly outbox: OutboxStore, private readonly link: PeerLink) {}

  /** To every attached province. */
  async toAll<I, O>(subject: string, transaction: Transaction<I, O>, input: I): Promise<void> {
    const provinces = this.link.names.filter(isProvince);
    for (const province of provinces) await this.outbox.append(province, subject, transaction, input);
  }

  /**
   * Terminals, to the province of their institutions. All of them go in one line, in which a change never overtakes a registration; the terminals of a file
   * take few places in it, so that whatever else the province must hear does not wait behind them.
   */
  async terminalsTo(province: ProvinceCode, records: readonly TerminalRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += MOST_TOLD) {
      await this.outbox.append(peerOfProvince(province), TERMINALS, transactions.syncTerminals, { records: records.slice(at, at + MOST_TOLD) });
    }
  }

  /** To the province a division lies in. */
  async toProvinceOf<I, O>(division: DivisionCode, subject: string, transaction: Transaction<I, O>, input: I): Promise<void> {
    await this.outbox.append(peerOfProvince(provinceOfDivision(division)), subject, transaction, input);
  }
}
