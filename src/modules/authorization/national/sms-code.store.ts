import { Injectable } from '@nestjs/common';
import { LessThan, MoreThan } from 'typeorm';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import type { MobileNumber } from '../../../protocol/identifiers.js';
import type { SmsType } from '../../../protocol/transactions/send-sms-code.js';
import type { SentBefore } from '../sms.rules.js';
import { SmsCodeEntity } from './sms-code.entity.js';

/** What a code is for: the type, and whom or which handling it concerns. */
export interface SmsPurpose {
  readonly smsType: SmsType;
  readonly subject: string;
}

export interface SentCode extends SmsPurpose {
  readonly id: string;
  readonly mobile: MobileNumber;
  readonly code: string;
  readonly sentAt: number;
  readonly expiresAt: number;
}

/** The codes that were sent in short messages. */
@Injectable()
export class SmsCodeStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters a code, or puts it in the place of the one sent for the same request. In the open unit of work. */
  async put({ id, mobile, code, sentAt, expiresAt, ...purpose }: SentCode): Promise<void> {
    await this.work.writer().getRepository(SmsCodeEntity).save({
      id, smsType: purpose.smsType, subjectIndex: this.subjectIndex(purpose), mobileIndex: this.mobileIndex(mobile), codeIndex: this.codeIndex(id, code),
      sentAt, expiresAt, failures: 0, usedAt: null,
    });
  }

  /** Codes that were sent after this moment, other than those for the request `id`, as far as they keep a further one back. */
  async sentSince({ id, mobile, ...purpose }: Omit<SentCode, 'code' | 'sentAt' | 'expiresAt'>, since: number): Promise<SentBefore> {
    const where = { sentAt: MoreThan(since) };
    const mobileIndex = this.mobileIndex(mobile);
    const rows = await this.rows().find({ where: [{ ...where, mobileIndex }, { ...where, subjectIndex: this.subjectIndex(purpose) }] });
    const others = rows.filter((row) => row.id !== id);
    const momentsOf = (codes: SmsCodeEntity[]): number[] => codes.map((row) => row.sentAt);
    return { near: momentsOf(others), toNumber: momentsOf(others.filter((row) => row.mobileIndex === mobileIndex)) };
  }

  /** The code sent last for a purpose: an earlier one is void. */
  async latest(purpose: SmsPurpose): Promise<SmsCodeEntity | undefined> {
    const [last] = await this.rows().find({ where: { subjectIndex: this.subjectIndex(purpose) }, order: { sentAt: 'DESC' }, take: 1 });
    return last;
  }

  /** Whether this is the code, and, where a number is said, the number it was sent to. */
  matches(row: SmsCodeEntity, code: string, mobile: MobileNumber | undefined): boolean {
    return row.codeIndex === this.codeIndex(row.id, code) && (mobile === undefined || row.mobileIndex === this.mobileIndex(mobile));
  }

  /** Notes a wrong code. In the open unit of work. */
  async countFailure({ id, failures }: SmsCodeEntity): Promise<void> {
    await this.work.writer().getRepository(SmsCodeEntity).update({ id }, { failures: failures + 1 });
  }

  /** Uses a code up. In the open unit of work. */
  async use({ id }: SmsCodeEntity, usedAt: number): Promise<void> {
    await this.work.writer().getRepository(SmsCodeEntity).update({ id }, { usedAt });
  }

  /** Forgets codes that can neither be entered nor keep a further one back. In the open unit of work. */
  async forgetBefore(moment: number): Promise<void> {
    await this.work.writer().getRepository(SmsCodeEntity).delete({ sentAt: LessThan(moment) });
  }

  private rows() {
    return this.work.reader().getRepository(SmsCodeEntity);
  }

  private subjectIndex({ smsType, subject }: SmsPurpose): string {
    return this.protection.blindIndex(`sms_code.subject.${smsType}`, subject);
  }

  private mobileIndex(mobile: MobileNumber): string {
    return this.protection.blindIndex('sms_code.mobile', mobile);
  }

  private codeIndex(id: string, code: string): string {
    return this.protection.blindIndex('sms_code.code', `${id} ${code}`);
  }
}
