import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireBusinessProvince } from './business-province.js';
import { PEER_DIRECTORY, type PeerDirectory } from './peer-directory.port.js';

type Row = typeof transactions.exchangeHandling;
type Output = ShapeType<Row['output']>;

/** 6.3.2.2 b 2: national passes a business on to the insured place. */
@Handles(transactions.exchangeHandling)
export class ExchangeHandlingHandler implements Handler<Row> {
  constructor(@Inject(PEER_DIRECTORY) private readonly provinces: PeerDirectory) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { input, caller } = call;
    requireBusinessProvince(input.businessProvince, caller);
    return this.provinces.ask(provinceOfDivision(input.insuredData.insuOrg), transactions.remoteHandling, input, call.derivedId('remote handling'));
  }
}
