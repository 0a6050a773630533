import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { checkResults } from '../../../protocol/dictionaries/check-results.js';
import { nationalPrefix } from '../../../protocol/dictionaries/provinces.js';
import { provinceOfQrValue } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CodeDecoder } from '../../qrcode/national/index.js';
import { PEER_DIRECTORY, type PeerDirectory } from './peer-directory.port.js';

type Row = typeof transactions.exchangeQrCheck;
type Output = ShapeType<Row['output']>;

/** 7.1, 4.9: whether a code is valid, its issuer knows; national checks its own (INT-12) and passes the question about others on. */
@Handles(transactions.exchangeQrCheck)
export class ExchangeQrCheckHandler implements Handler<Row> {
  constructor(@Inject(PEER_DIRECTORY) private readonly provinces: PeerDirectory, private readonly own: CodeDecoder) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { input } = call;
    const issuer = provinceOfQrValue(input.ecQrCode);
    if (issuer === undefined) return { flag: checkResults.failed.code };
    if (issuer === nationalPrefix) return this.own.check(input.ecQrCode, input.orgId);
    return this.provinces.ask(issuer, transactions.remoteQrCheck, input, call.derivedId('remote check'));
  }
}
