import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';

type Row = typeof transactions.syncAuthorization;
type Output = ShapeType<Row['output']>;

/** 6.1.4.3 c: the province keeps the channel authorization code. */
@Handles(transactions.syncAuthorization)
export class ReceiveAuthorizationHandler implements Handler<Row> {
  constructor(private readonly authorizations: ChannelAuthorizationStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input: { record }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: record.credentialNumber, facts: { state: record.state } }, async () => {
      await this.authorizations.put(record);
      return { effectiveAt: this.clock.now() };
    });
  }
}
