import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireBusinessProvince } from './business-province.js';
import { PEER_DIRECTORY, type PeerDirectory } from './peer-directory.port.js';

type Row = typeof transactions.exchangeReversal;
type Output = ShapeType<Row['output']>;

/** 6.5: national passes the reversal of a settlement on to the insured place. */
@Handles(transactions.exchangeReversal)
export class ExchangeReversalHandler implements Handler<Row> {
  constructor(@Inject(PEER_DIRECTORY) private readonly provinces: PeerDirectory) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { input, caller } = call;
    requireBusinessProvince(input.businessProvince, caller);
    return this.provinces.ask(provinceOfDivision(input.insuOrg), transactions.remoteReversal, input, call.derivedId('remote reversal'));
  }
}
