import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CodeDecoder } from '../code-decoder.js';

type Row = typeof transactions.remoteDecode;
type Output = ShapeType<Row['output']>;

/** 4.9, 6.3.2.2 b: a code of this province was scanned in another; national asks on its behalf. */
@Handles(transactions.remoteDecode)
export class RemoteDecodeHandler implements Handler<Row> {
  constructor(private readonly decoder: CodeDecoder) {}

  handle({ input, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: input.ecQrCode, facts: { orgId: input.orgId } }, () => this.decoder.decode(input.ecQrCode, input.orgId));
  }
}
