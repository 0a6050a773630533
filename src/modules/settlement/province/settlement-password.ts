import { Inject, Injectable } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { NationalPasswordCheck } from '../../cross-province-exchange/province/index.js';
import type { TokenHolder } from '../../qrcode/province/index.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';

type Row = typeof transactions.settle;
type SettleCall = Call<ShapeType<Row['input']>, ShapeType<Row['output']>>;

/** 4.2, INT-18, INT-23: the credential's password at settlement, where the province's policy asks for it. National verifies it; it is written nowhere here. */
@Injectable()
export class SettlementPassword {
  constructor(
    private readonly national: NationalPasswordCheck, @Inject(SETTLEMENT_SETTINGS) private readonly settings: SettlementSettings,
  ) {}

  /** A password never travels in the clear. Else `-2`. */
  requireCovered({ input, encrypted }: SettleCall): void {
    if (input.password !== undefined && !encrypted) throw refuseField('data.password', 'must travel encrypted (encType SM4, encData)');
  }

  /** Outside any unit of work. A password that is asked for and missing is `-2`; national answers `500004` for a wrong one, `500042` where none is set. */
  async require(call: SettleCall, { credentialNumber }: TokenHolder): Promise<void> {
    const { password, businessType } = call.input;
    if (this.settings.passwordWhen(businessType) !== 'settlement') return;
    if (password === undefined) throw refuseField('data.password', 'this province asks for it at settlement');
    await this.national.verify(credentialNumber, password, call.derivedId('password'));
  }
}
