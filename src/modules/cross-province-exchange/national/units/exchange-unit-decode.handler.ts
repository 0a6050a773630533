import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { nationalPrefix } from '../../../../protocol/dictionaries/provinces.js';
import { provinceOfQrValue } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { PEER_DIRECTORY, type PeerDirectory } from '../peer-directory.port.js';
import { ScannedElsewhere } from '../scanned-elsewhere.js';

type Row = typeof transactions.exchangeUnitDecode;
type Output = ShapeType<Row['output']>;

/** 4.9, INT-67: a unit's code is decoded by the province that issued it; the national tier issues none. */
@Handles(transactions.exchangeUnitDecode)
export class ExchangeUnitDecodeHandler implements Handler<Row> {
  constructor(@Inject(PEER_DIRECTORY) private readonly provinces: PeerDirectory, private readonly scans: ScannedElsewhere) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const issuer = provinceOfQrValue(call.input.ecQrCode);
    if (issuer === undefined || issuer === nationalPrefix) throw refuse('qrCodeInvalid', { diagnosis: 'no province issues such codes of units' });
    const shower = await this.provinces.ask(issuer, transactions.remoteUnitDecode, call.input, call.derivedId('remote decode'));
    await this.scans.remember(call, shower.credentialNumber);
    return shower;
  }
}
