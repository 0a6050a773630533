import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { provinceOfQrValue } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { PEER_DIRECTORY, type PeerDirectory } from './peer-directory.port.js';

type Row = typeof transactions.exchangeDecode;
type Output = ShapeType<Row['output']>;

/** 4.9: a code is decoded by its issuer only; national passes the request on to the province that the code names. */
@Handles(transactions.exchangeDecode)
export class ExchangeDecodeHandler implements Handler<Row> {
  constructor(@Inject(PEER_DIRECTORY) private readonly provinces: PeerDirectory) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const issuer = provinceOfQrValue(call.input.ecQrCode);
    if (issuer === undefined) throw refuse('qrCodeInvalid', { diagnosis: 'the code names no province' });
    return this.provinces.ask(issuer, transactions.remoteDecode, call.input, call.derivedId('remote decode'));
  }
}
