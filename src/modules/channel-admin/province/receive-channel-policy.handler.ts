import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelPolicyStore } from '../../../registry/channel/channel-policy.store.js';

type Row = typeof transactions.syncChannelPolicy;
type Output = ShapeType<Row['output']>;

/** 5.2.3 渠道权限控制: a province learns the limits of a channel. */
@Handles(transactions.syncChannelPolicy)
export class ReceiveChannelPolicyHandler implements Handler<Row> {
  constructor(private readonly policies: ChannelPolicyStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input: { record }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: record.channelNumber, facts: { requestsPerDay: record.requestsPerDay } }, async () => {
      await this.policies.put(record);
      return { effectiveAt: this.clock.now() };
    });
  }
}
