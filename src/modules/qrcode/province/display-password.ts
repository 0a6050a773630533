import { Inject, Injectable } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { refuseField } from '../../../protocol/refusal.js';
import { NationalPasswordCheck } from '../../cross-province-exchange/province/index.js';
import { requireProvenCode } from '../display.rules.js';
import type { Display } from '../display.store.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

/** What a request says of the password, and what the code or the token is for. */
interface Said {
  readonly password?: string;
  /** Undefined where nobody says. */
  readonly businessType?: string;
}

type DisplayCall = Pick<Call<Said, unknown>, 'input' | 'derivedId'>;

/** 4.2, INT-18, INT-23, INT-73: the credential's password at display, where the province's policy asks for it. National verifies it; it is kept nowhere. */
@Injectable()
export class DisplayPassword {
  constructor(private readonly national: NationalPasswordCheck, @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings) {}

  /**
   * When the password was proven for this display: now, before, or undefined where nobody asks. One that is asked for and missing is `-2`; national answers
   * `500004` for a wrong one. Outside any unit of work.
   */
  async provenAt(call: DisplayCall, credentialNumber: CredentialNumber, refreshed?: Display): Promise<number | undefined> {
    if (refreshed?.passwordAt !== undefined) return refreshed.passwordAt;
    this.requireSaid(call.input);
    const { password } = call.input;
    return password === undefined ? undefined : this.national.verify(credentialNumber, password, call.derivedId('password'));
  }

  /** The password is said where the policy asks for it at display. Else `-2`. */
  requireSaid({ password, businessType }: Said): void {
    if (password !== undefined || this.settings.passwordWhen(businessType) !== 'display') return;
    throw refuseField('data.password', 'this province asks for it at display');
  }

  /** A code that was shown without the password serves no business that asks for it at display. Else `500049`. */
  requireProven(passwordAt: number | undefined, businessType: string): void {
    requireProvenCode(passwordAt, this.settings.passwordWhen(businessType));
  }
}
