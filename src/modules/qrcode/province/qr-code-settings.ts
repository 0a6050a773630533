import type { ProvinceCode } from '../../../protocol/identifiers.js';
import type { TerminalAccessPolicy } from '../terminal-access.rules.js';
import type { PasswordWhen } from '../../../registry/policy/password-policy.js';
import type { Admits } from '../../../registry/policy/presentation-policy.js';

/** What the QR code room of a province must be told. Durations are milliseconds. */
export interface QrCodeSettings {
  readonly province: ProvinceCode;
  /** 4.11: how long one code value is valid. */
  readonly codeMs: number;
  /** How long a display may be refreshed by its display id. */
  readonly displayMs: number;
  /** 2.10: how long a credential token is valid. */
  readonly tokenMs: number;
  /** After how long an unanswered business is taken up again. */
  readonly resumeAfterMs: number;
  /** 4.2, INT-18: for which business the password is asked for at display. */
  readonly passwordWhen: PasswordWhen;
  /** 7.2.1.1: how terminals of institutions may come. */
  readonly terminalAccess: TerminalAccessPolicy;
  /** INT-135: what may stand before the addresses that terminals in the field post to. */
  readonly terminalPrefixes: readonly string[];
  /** 4.10, INT-60: which symbols its channels may show and its institutions may scan. */
  readonly admits: Admits;
}

export const QR_CODE_SETTINGS = Symbol('QrCodeSettings');
