import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { UnitCodeDecoder } from './unit-code-decoder.js';

type Row = typeof transactions.remoteUnitDecode;
type Output = ShapeType<Row['output']>;

/** 4.9: a unit's code of this province was scanned in another; national asks on its behalf. */
@Handles(transactions.remoteUnitDecode)
export class RemoteUnitDecodeHandler implements Handler<Row> {
  constructor(private readonly decoder: UnitCodeDecoder) {}

  handle({ input, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: input.ecQrCode, facts: { orgId: input.orgId } }, () => this.decoder.decode(input.ecQrCode));
  }
}
