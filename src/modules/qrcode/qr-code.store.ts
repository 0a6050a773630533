import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { parseCredentialNumber, parsePoolingArea, type CredentialNumber, type DisplayId, type PoolingArea, type QrValue } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import type { CodeSymbol } from '../../protocol/transactions/fields.js';
import { QrCodeEntity } from './qr-code.entity.js';

/** What a code value stands for. */
export interface CodeHolder {
  readonly credentialNumber: CredentialNumber;
  readonly channelNumber: string;
  readonly poolingArea: PoolingArea;
  readonly insuranceType: string;
  /** As which symbol it was issued (INT-60). */
  readonly symbol: CodeSymbol;
  /** When the person proved the password for it (INT-73), in epoch milliseconds. */
  readonly passwordAt: number | undefined;
  /** INT-91: the institution that shows it and alone may scan it; undefined where a channel shows it. */
  readonly shownByOrg: string | undefined;
}

export interface NewCode extends CodeHolder {
  readonly value: QrValue;
  readonly displayId: DisplayId;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The code values this tier has issued. */
@Injectable()
export class QrCodeStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters a new code value and voids what its display showed before (4.11), in the open unit of work. */
  async issue({ value, displayId, passwordAt, shownByOrg, ...code }: NewCode): Promise<void> {
    const displayIndex = this.displayIndex(displayId);
    const rows = this.work.writer().getRepository(QrCodeEntity);
    await rows.update({ displayIndex, consumedAt: IsNull(), voidedAt: IsNull() }, { voidedAt: code.issuedAt });
    await rows.insert({
      ...code, displayIndex, valueIndex: this.valueIndex(value), passwordAt: passwordAt ?? null, shownByOrg: shownByOrg ?? null,
      consumedAt: null, voidedAt: null,
    });
  }

  /** Uses a code value up: one conditional update, so that of any number of scans one succeeds (4.11, INT-14). Else `500049`. */
  async consume(value: QrValue, now: number): Promise<CodeHolder> {
    const valueIndex = this.valueIndex(value);
    const rows = this.work.writer().getRepository(QrCodeEntity);
    const used = await rows.update({ valueIndex, consumedAt: IsNull(), voidedAt: IsNull(), expiresAt: MoreThan(now) }, { consumedAt: now });
    const row = await rows.findOneBy({ valueIndex });
    if (used.affected !== 1 || row === null) throw refuse('qrCodeInvalid', { diagnosis: whyInvalid(row), about: row === null ? {} : channelOf(row) });
    return holderOf(row);
  }

  /** What a code value stands for that a scan would take now, and until when; undefined for any other. It stays unused. */
  async findLive(value: QrValue, now: number): Promise<(CodeHolder & { readonly expiresAt: number }) | undefined> {
    const live = { valueIndex: this.valueIndex(value), consumedAt: IsNull(), voidedAt: IsNull(), expiresAt: MoreThan(now) };
    const row = await this.work.reader().getRepository(QrCodeEntity).findOneBy(live);
    return row === null ? undefined : { ...holderOf(row), expiresAt: row.expiresAt };
  }

  /** As which symbol a display has shown its latest code. */
  async symbolOf(displayId: DisplayId): Promise<CodeSymbol | undefined> {
    const where = { displayIndex: this.displayIndex(displayId) };
    const [last] = await this.work.reader().getRepository(QrCodeEntity).find({ where, order: { issuedAt: 'DESC' }, take: 1 });
    return last?.symbol;
  }

  /**
   * Voids every live code of a credential, or those that one channel shows: what it says of the person does not hold any more (INT-17, 4.4), or the channel
   * may not use it any more (4.7). In the open unit of work.
   */
  async voidOf(credentialNumber: CredentialNumber, now: number, channelNumber?: string): Promise<void> {
    const live = { credentialNumber, consumedAt: IsNull(), voidedAt: IsNull(), ...(channelNumber !== undefined && { channelNumber }) };
    await this.work.writer().getRepository(QrCodeEntity).update(live, { voidedAt: now });
  }

  private valueIndex(value: QrValue): string {
    return this.protection.blindIndex('qr_code.value', value);
  }

  private displayIndex(displayId: DisplayId): string {
    return this.protection.blindIndex('qr_code.display', displayId);
  }
}

function holderOf({ channelNumber, insuranceType, symbol, credentialNumber, poolingArea, passwordAt, shownByOrg }: QrCodeEntity): CodeHolder {
  return {
    channelNumber, insuranceType, symbol, credentialNumber: parseCredentialNumber(credentialNumber), poolingArea: parsePoolingArea(poolingArea),
    passwordAt: passwordAt ?? undefined, shownByOrg: shownByOrg ?? undefined,
  };
}

/** INT-91: what an institution has shown was shown by no channel. */
function channelOf({ channelNumber, shownByOrg }: QrCodeEntity): { readonly channelNumber?: string } {
  return shownByOrg === null ? { channelNumber } : {};
}

function whyInvalid(row: QrCodeEntity | null): string {
  if (row === null) return 'no such code was issued here';
  if (row.consumedAt !== null) return 'the code has been used';
  return row.voidedAt !== null ? 'the code was replaced by a newer one or has become void' : 'the code has expired';
}
