import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import type { CredentialNumber, DisplayId } from '../../../protocol/identifiers.js';
import { DisplayEntity } from './display.entity.js';
import { PoolingChoiceEntity } from './pooling-choice.entity.js';

/** Whose display it is. */
export interface DisplayOwner {
  readonly credentialNumber: CredentialNumber;
  readonly channelNumber: string;
}

/** Displays under way, and the pooling areas people chose for them. */
@Injectable()
export class DisplayStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters a display, in the open unit of work. */
  async open(displayId: DisplayId, owner: DisplayOwner, expiresAt: number): Promise<void> {
    await this.work.writer().getRepository(DisplayEntity).insert({ ...ownerOf(owner), displayIndex: this.indexOf(displayId), expiresAt });
  }

  /** Whether this display is this owner's and may still be refreshed. */
  isOpen(displayId: DisplayId, owner: DisplayOwner, now: number): Promise<boolean> {
    const where = { ...ownerOf(owner), displayIndex: this.indexOf(displayId), expiresAt: MoreThan(now) };
    return this.work.reader().getRepository(DisplayEntity).existsBy(where);
  }

  /** The pooling area chosen last. */
  async chosen(owner: DisplayOwner): Promise<string | undefined> {
    return (await this.work.reader().getRepository(PoolingChoiceEntity).findOneBy(ownerOf(owner)))?.poolingArea;
  }

  /** Remembers a choice, in the open unit of work. */
  async choose(owner: DisplayOwner, poolingArea: string): Promise<void> {
    await this.work.writer().getRepository(PoolingChoiceEntity).save({ ...ownerOf(owner), poolingArea });
  }

  private indexOf(displayId: DisplayId): string {
    return this.protection.blindIndex('qr_code.display', displayId);
  }
}

const ownerOf = ({ credentialNumber, channelNumber }: DisplayOwner): DisplayOwner => ({ credentialNumber, channelNumber });
