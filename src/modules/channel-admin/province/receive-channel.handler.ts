import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';

type Row = typeof transactions.syncChannel;
type Output = ShapeType<Row['output']>;

/** 5.2.3, 渠道权限控制: a province learns which channels are let in. */
@Handles(transactions.syncChannel)
export class ReceiveChannelHandler implements Handler<Row> {
  constructor(private readonly channels: ChannelStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input: { record }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: record.channelNumber, facts: { standing: record.standing } }, async () => {
      await this.channels.put(record);
      return { effectiveAt: this.clock.now() };
    });
  }
}
