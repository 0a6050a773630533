import { refuse } from '../../protocol/refusal.js';
import { channelSmsTypes, type ChannelSmsType } from '../../protocol/transactions/send-sms-code.js';

/** How codes in short messages behave; durations are milliseconds. */
export interface SmsPolicy {
  /** How long a code is valid. */
  readonly codeMs: number;
  /** How long nobody may have another one sent to the same number or for the same purpose. */
  readonly resendMs: number;
  /** How many wrong codes are borne before the right one is void as well. */
  readonly tries: number;
  /** How many codes one number gets in 24 hours. */
  readonly perDay: number;
}

export const DAY_MS = 86_400_000;

/** The type of a code that a channel may ask for, or `500029`: none was said, or one that does not exist. */
export function requireSmsType(text: string | undefined): ChannelSmsType {
  const found = channelSmsTypes.find((type) => type === text);
  if (found !== undefined) return found;
  throw refuse('smsCodeTypeMissing', { faults: [{ field: 'data.smsType', reason: `one of ${channelSmsTypes.join(', ')}` }] });
}

/** Codes sent before, newest first, as far as a further one depends on them. */
export interface SentBefore {
  /** Moments (epoch milliseconds) at which this number, or whoever asks for the same purpose, was sent a code. */
  readonly near: readonly number[];
  /** Those of this number alone. */
  readonly toNumber: readonly number[];
}

/** A further code may be sent now, or `-6`. */
export function requireMaySend({ near, toNumber }: SentBefore, { resendMs, perDay }: SmsPolicy, now: number): void {
  const wait = Math.max(...near.map((sentAt) => sentAt + resendMs - now), 0);
  if (wait > 0) throw tooOften(`another code can be sent in ${Math.ceil(wait / 1000)} s`);
  if (toNumber.filter((sentAt) => sentAt > now - DAY_MS).length >= perDay) throw tooOften(`at most ${perDay} codes are sent to one number in 24 hours`);
}

const tooOften = (reason: string) => refuse('rateLimited', { faults: [{ field: 'data.mobile', reason }] });

/** `138****0000`: enough for the person to know which telephone to look at. */
export function maskMobile(mobile: string): string {
  return `${mobile.slice(0, 3)}****${mobile.slice(7)}`;
}
