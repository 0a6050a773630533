import { Injectable } from '@nestjs/common';
import { equalText } from '../../../../crypto/equal.js';
import { DataProtection } from '../../../../kernel/protection/data-protection.js';
import type { HandlingSerialNo } from '../../../../protocol/identifiers.js';
import { refuseField } from '../../../../protocol/refusal.js';

/** Ties a face verification at Alipay to the handling it was begun for, so that nobody's face proves somebody else. */
@Injectable()
export class CertifyTickets {
  constructor(private readonly protection: DataProtection) {}

  make(handling: HandlingSerialNo, certifyId: string): string {
    return `${certifyId}.${this.tie(handling, certifyId)}`;
  }

  /** The verification that a ticket of this handling stands for; else `-2`. */
  requireCertifyId(handling: HandlingSerialNo, ticket: string): string {
    const [certifyId = '', tie = ''] = ticket.split('.');
    if (equalText(tie, this.tie(handling, certifyId))) return certifyId;
    throw refuseField('data.certifyTicket', 'was not made for this handling');
  }

  private tie(handling: HandlingSerialNo, certifyId: string): string {
    return this.protection.blindIndex('alipay.certify', `${handling} ${certifyId}`);
  }
}
