import type { MobileNumber } from '../../../protocol/identifiers.js';
import type { SmsType } from '../../../protocol/transactions/send-sms-code.js';

export interface ShortMessage {
  readonly mobile: MobileNumber;
  /** What the code is for; the gateway chooses the text. */
  readonly smsType: SmsType;
  readonly code: string;
  readonly validSeconds: number;
}

/** Hands short messages to whoever delivers them. */
export interface SmsSender {
  /** Resolves once the gateway has accepted the message. Not configured is `500032`, not accepted in time `-3`. */
  send(message: ShortMessage): Promise<void>;
}

export const SMS_SENDER = Symbol('SmsSender');
