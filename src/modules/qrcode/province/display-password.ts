import { Inject, Injectable } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { transactions } from '../../../protocol/transactions/index.js';
import { NationalPasswordCheck } from '../../cross-province-exchange/province/index.js';
import { requireProvenCode } from '../display.rules.js';
import type { Display } from '../display.store.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

type DisplayCall = Pick<Call<ShapeType<typeof transactions.issueQrCode.input>, unknown>, 'input' | 'derivedId'>;

/** 4.2, INT-18, INT-23, INT-73: the credential's password at display, where the province's policy asks for it. National verifies it; it is kept nowhere. */
@Injectable()
export class DisplayPassword {
  constructor(private readonly national: NationalPasswordCheck, @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings) {}

  /**
   * When the password was proven for this display: now, before, or undefined where nobody asks. One that is asked for and missing is `-2`; national answers
   * `500004` for a wrong one. Outside any unit of work.
   */
  async provenAt(call: DisplayCall, credentialNumber: CredentialNumber, refreshed: Display | undefined): Promise<number | undefined> {
    const { password, businessType } = call.input;
    if (refreshed?.passwordAt !== undefined) return refreshed.passwordAt;
    if (password !== undefined) return this.national.verify(credentialNumber, password, call.derivedId('password'));
    if (this.settings.passwordWhen(businessType) === 'display') throw refuseField('data.password', 'this province asks for it at display');
    return undefined;
  }

  /** A code that was shown without the password serves no business that asks for it at display. Else `500049`. */
  requireProven(passwordAt: number | undefined, businessType: string): void {
    requireProvenCode(passwordAt, this.settings.passwordWhen(businessType));
  }
}
