import { refuse } from '../../protocol/refusal.js';

/** 经办流水: the steps of an activation, bound by one handling serial number. */
export const handlingSteps = ['real-name', 'real-person', 'finished'] as const;
export type HandlingStep = (typeof handlingSteps)[number];

export interface Handling {
  readonly channelNumber: string;
  readonly step: HandlingStep;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The handling exists, belongs to this channel, is not over and is not expired; else `500014`, `500059`, `500051`. */
export function requireHandling<H extends Handling>(handling: H | undefined, channelNumber: string, now: number): H {
  if (handling === undefined) throw refuse('handlingSerialNoInvalid', { diagnosis: 'no such handling serial number' });
  if (handling.channelNumber !== channelNumber) throw refuse('handlingChannelMismatch');
  if (handling.step === 'finished') throw refuse('handlingSerialNoInvalid', { diagnosis: 'the handling is finished' });
  if (handling.expiresAt <= now) throw refuse('handlingExpired');
  return handling;
}
