import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import {
  parseCredentialNumber, parseDivisionCode, type CredentialNumber, type DivisionCode, type HandlingSerialNo, type RealPersonSerialNo,
} from '../../../protocol/identifiers.js';
import type { HandlingStep } from '../handling.rules.js';
import { HandlingEntity } from './handling.entity.js';

export interface OpenHandling {
  readonly channelNumber: string;
  readonly credentialNumber: CredentialNumber;
  readonly businessPlace: DivisionCode;
  readonly step: HandlingStep;
  readonly expiresAt: number;
}

/** The handlings under way. */
@Injectable()
export class HandlingStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  async open(serialNo: HandlingSerialNo, handling: Omit<OpenHandling, 'step'>): Promise<void> {
    await this.rows().insert({ ...handling, serialIndex: this.serialIndex(serialNo), step: 'real-name', realPersonIndex: null });
  }

  async find(serialNo: HandlingSerialNo): Promise<OpenHandling | undefined> {
    const row = await this.work.reader().getRepository(HandlingEntity).findOneBy({ serialIndex: this.serialIndex(serialNo) });
    if (row === null) return undefined;
    const { channelNumber, step, expiresAt } = row;
    return {
      channelNumber, step, expiresAt, credentialNumber: parseCredentialNumber(row.credentialNumber), businessPlace: parseDivisionCode(row.businessPlace),
    };
  }

  /** Notes that the real person was verified; false when the handling is over meanwhile. A second verification replaces the first. */
  async verified(serialNo: HandlingSerialNo, realPerson: RealPersonSerialNo): Promise<boolean> {
    const realPersonIndex = this.realPersonIndex(realPerson);
    const open = ['real-name', 'real-person'] as const;
    for (const step of open) {
      const moved = await this.rows().update({ serialIndex: this.serialIndex(serialNo), step }, { step: 'real-person', realPersonIndex });
      if (moved.affected === 1) return true;
    }
    return false;
  }

  /** Whether the real person was verified under this number and the handling is not over. */
  isVerified(serialNo: HandlingSerialNo, realPerson: RealPersonSerialNo): Promise<boolean> {
    const where = { serialIndex: this.serialIndex(serialNo), step: 'real-person' as const, realPersonIndex: this.realPersonIndex(realPerson) };
    return this.work.reader().getRepository(HandlingEntity).existsBy(where);
  }

  /** Ends a handling whose real person was verified under this number; false when it was not, or is over already. */
  async finish(serialNo: HandlingSerialNo, realPerson: RealPersonSerialNo): Promise<boolean> {
    const moved = await this.rows().update(
      { serialIndex: this.serialIndex(serialNo), step: 'real-person', realPersonIndex: this.realPersonIndex(realPerson) }, { step: 'finished' },
    );
    return moved.affected === 1;
  }

  private rows() {
    return this.work.writer().getRepository(HandlingEntity);
  }

  private serialIndex(serialNo: string): string {
    return this.protection.blindIndex('handling.serial', serialNo);
  }

  private realPersonIndex(realPerson: string): string {
    return this.protection.blindIndex('handling.real-person', realPerson);
  }
}
