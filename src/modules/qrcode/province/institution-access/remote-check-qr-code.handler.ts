import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CodeDecoder } from '../../code-decoder.js';

type Row = typeof transactions.remoteQrCheck;
type Output = ShapeType<Row['output']>;

/** 7.1, 4.9: a code of this province is checked in another; national asks on its behalf. */
@Handles(transactions.remoteQrCheck)
export class RemoteCheckQrCodeHandler implements Handler<Row> {
  constructor(private readonly decoder: CodeDecoder) {}

  handle({ input }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return this.decoder.check(input.ecQrCode, input.orgId);
  }
}
