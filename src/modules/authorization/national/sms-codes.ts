import { Inject, Injectable } from '@nestjs/common';
import { IDS, type Ids } from '../../../kernel/ids.js';
import type { MobileNumber } from '../../../protocol/identifiers.js';
import { refuse, type Refusal } from '../../../protocol/refusal.js';
import { triesLeft } from '../lockout.rules.js';
import { DAY_MS, requireMaySend } from '../sms.rules.js';
import { AUTHORIZATION_SETTINGS, type AuthorizationSettings } from './authorization-settings.js';
import { SmsCodeStore, type SentCode, type SmsPurpose } from './sms-code.store.js';
import { SMS_SENDER, type SmsSender } from './sms-sender.port.js';

export interface SmsWish extends SmsPurpose {
  /** The same for every repeat of one request. */
  readonly id: string;
  readonly mobile: MobileNumber;
}

const DIGITS = 6;

/** 短信验证码: sent, entered once, within their time, with few tries (INT-43). */
@Injectable()
export class SmsCodes {
  constructor(
    private readonly codes: SmsCodeStore, @Inject(SMS_SENDER) private readonly sender: SmsSender, @Inject(IDS) private readonly ids: Ids,
    @Inject(AUTHORIZATION_SETTINGS) private readonly settings: AuthorizationSettings,
  ) {}

  /** Draws a code and enters it, in the open unit of work; too soon or too many is `-6`. Also after a gateway that failed the interval is kept. */
  async draw(wish: SmsWish, now: number): Promise<SentCode> {
    const { sms } = this.settings;
    requireMaySend(await this.codes.sentSince(wish, now - DAY_MS), sms, now);
    await this.codes.forgetBefore(now - DAY_MS);
    const sent = { ...wish, code: this.ids.digits(DIGITS), sentAt: now, expiresAt: now + sms.codeMs };
    await this.codes.put(sent);
    return sent;
  }

  /** Has a drawn code delivered. Outside any unit of work. */
  async deliver({ mobile, smsType, code }: SentCode): Promise<void> {
    await this.sender.send({ mobile, smsType, code, validSeconds: Math.floor(this.settings.sms.codeMs / 1000) });
  }

  /** When another code may be sent after this one, in epoch milliseconds. */
  resendAt({ sentAt }: SentCode): number {
    return sentAt + this.settings.sms.resendMs;
  }

  /**
   * Judges an entered code in the open unit of work and uses it up: undefined lets it pass; `500030` where there is none that could be right any more,
   * `500015` where it is wrong. Where a `mobile` is said, the code must have been sent to it.
   */
  async judge(purpose: SmsPurpose, code: string, now: number, mobile?: MobileNumber): Promise<Refusal | undefined> {
    const { tries } = this.settings.sms;
    const sent = await this.codes.latest(purpose);
    if (sent === undefined || sent.usedAt !== null || sent.expiresAt <= now || sent.failures >= tries) return refuse('smsCodeExpired');
    if (this.codes.matches(sent, code, mobile)) {
      await this.codes.use(sent, now);
      return undefined;
    }
    await this.codes.countFailure(sent);
    return refuse('smsCodeWrong', { faults: [{ field: 'data.smsCode', reason: `is wrong; ${triesLeft(tries - sent.failures - 1)}` }] });
  }
}
