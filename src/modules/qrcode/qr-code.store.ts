import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { parseCredentialNumber, parsePoolingArea, type CredentialNumber, type DisplayId, type PoolingArea, type QrValue } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import type { CodeSymbol } from '../../protocol/transactions/fields.js';
import type { SubjectKind } from '../../registry/credential/credential.entity.js';
import { QrCodeEntity } from './qr-code.entity.js';

/** What every code value stands for. */
interface ShownCode {
  readonly credentialNumber: CredentialNumber;
  readonly channelNumber: string;
  readonly poolingArea: PoolingArea;
  readonly insuranceType: string;
  /** As which symbol it was issued (INT-60). */
  readonly symbol: CodeSymbol;
  /** When the person who shows it proved the password for it (INT-73), in epoch milliseconds. */
  readonly passwordAt: number | undefined;
}

/** A person's own code. */
export interface CodeHolder extends ShownCode {
  /** INT-91: the institution that shows it and alone may scan it; undefined where a channel shows it. */
  readonly shownByOrg: string | undefined;
}

/** A unit's code, and who shows it. */
export interface UnitCodeHolder extends ShownCode {
  readonly actorNumber: CredentialNumber;
}

export interface NewCode extends ShownCode {
  /** Who shows the code of a unit; undefined for a person's own code. */
  readonly actorNumber?: CredentialNumber | undefined;
  readonly shownByOrg?: string | undefined;
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
  async issue({ value, displayId, passwordAt, actorNumber, shownByOrg, ...code }: NewCode): Promise<void> {
    const displayIndex = this.displayIndex(displayId);
    const rows = this.work.writer().getRepository(QrCodeEntity);
    await rows.update({ displayIndex, consumedAt: IsNull(), voidedAt: IsNull() }, { voidedAt: code.issuedAt });
    await rows.insert({
      ...code, displayIndex, valueIndex: this.valueIndex(value), consumedAt: null, voidedAt: null, passwordAt: passwordAt ?? null,
      subjectKind: actorNumber === undefined ? 'person' : 'unit', actorNumber: actorNumber ?? null, shownByOrg: shownByOrg ?? null,
    });
  }

  /** Uses a person's code value up; that of a unit stays as it is. Else `500049`. */
  async consume(value: QrValue, now: number): Promise<CodeHolder> {
    return holderOf(await this.useUp(value, 'person', now));
  }

  /** What a person's code value stands for that a scan would take now, and until when; undefined for any other. It stays unused. */
  async findLive(value: QrValue, now: number): Promise<(CodeHolder & { readonly expiresAt: number }) | undefined> {
    const live = { valueIndex: this.valueIndex(value), subjectKind: 'person' as const, consumedAt: IsNull(), voidedAt: IsNull(), expiresAt: MoreThan(now) };
    const row = await this.work.reader().getRepository(QrCodeEntity).findOneBy(live);
    return row === null ? undefined : { ...holderOf(row), expiresAt: row.expiresAt };
  }

  /** Uses a unit's code value up; that of a person stays as it is. Else `500049`. */
  async consumeOfUnit(value: QrValue, now: number): Promise<UnitCodeHolder> {
    const row = await this.useUp(value, 'unit', now);
    return { ...shownIn(row), actorNumber: parseCredentialNumber(row.actorNumber ?? '') };
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

  /** Voids the live codes of units that a person shows: of all units or one, in all channels or one. In the open unit of work. */
  async voidActedBy(actorNumber: CredentialNumber, now: number, only: { credentialNumber?: CredentialNumber; channelNumber?: string } = {}): Promise<void> {
    const live = { ...only, actorNumber, consumedAt: IsNull(), voidedAt: IsNull() };
    await this.work.writer().getRepository(QrCodeEntity).update(live, { voidedAt: now });
  }

  /** One conditional update, so that of any number of scans one succeeds (4.11, INT-14). */
  private async useUp(value: QrValue, subjectKind: SubjectKind, now: number): Promise<QrCodeEntity> {
    const valueIndex = this.valueIndex(value);
    const rows = this.work.writer().getRepository(QrCodeEntity);
    const live = { valueIndex, subjectKind, consumedAt: IsNull(), voidedAt: IsNull(), expiresAt: MoreThan(now) };
    const used = await rows.update(live, { consumedAt: now });
    const row = await rows.findOneBy({ valueIndex });
    if (used.affected !== 1 || row === null) throw refuse('qrCodeInvalid', { diagnosis: whyInvalid(row, subjectKind), about: row === null ? {} : channelOf(row) });
    return row;
  }

  private valueIndex(value: QrValue): string {
    return this.protection.blindIndex('qr_code.value', value);
  }

  private displayIndex(displayId: DisplayId): string {
    return this.protection.blindIndex('qr_code.display', displayId);
  }
}

function shownIn(row: QrCodeEntity): ShownCode {
  const { channelNumber, insuranceType, symbol } = row;
  return {
    channelNumber, insuranceType, symbol, credentialNumber: parseCredentialNumber(row.credentialNumber), poolingArea: parsePoolingArea(row.poolingArea),
    passwordAt: row.passwordAt ?? undefined,
  };
}

const holderOf = (row: QrCodeEntity): CodeHolder => ({ ...shownIn(row), shownByOrg: row.shownByOrg ?? undefined });

/** INT-91: what an institution has shown was shown by no channel. */
function channelOf({ channelNumber, shownByOrg }: QrCodeEntity): { readonly channelNumber?: string } {
  return shownByOrg === null ? { channelNumber } : {};
}

function whyInvalid(row: QrCodeEntity | null, wanted: SubjectKind): string {
  if (row === null) return 'no such code was issued here';
  if (row.subjectKind !== wanted) return `the code is of a ${row.subjectKind}, not of a ${wanted}`;
  if (row.consumedAt !== null) return 'the code has been used';
  return row.voidedAt !== null ? 'the code was replaced by a newer one or has become void' : 'the code has expired';
}
