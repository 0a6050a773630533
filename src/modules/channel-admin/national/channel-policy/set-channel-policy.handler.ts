import { AddressList } from '../../../../kernel/dispatch/address-list.js';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { refuse, refuseField } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { catalogue, transactions } from '../../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import { ChannelPolicies } from './channel-policies.js';

type Row = typeof transactions.setChannelPolicy;
type Output = ShapeType<Row['output']>;

/** 5.2.2 渠道权限控制: from where, for what and how often a channel may call; every province learns of it. */
@Handles(transactions.setChannelPolicy)
export class SetChannelPolicyHandler implements Handler<Row> {
  constructor(private readonly channels: ChannelStore, private readonly policies: ChannelPolicies) {}

  async handle({ input, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    if ((await this.channels.find(input.channelNumber)) === undefined) throw refuse('channelNotFound');
    requireAddresses(input.allowedAddresses);
    requireTransTypes(input.allowedTransTypes);
    return act({ subject: input.channelNumber, facts: { requestsPerDay: input.requestsPerDay } }, async () => {
      const record = { ...input, changedAt: at };
      await this.policies.set(record);
      return record;
    });
  }
}

function requireAddresses(entries: readonly string[]): void {
  try {
    new AddressList(entries);
  } catch (error) {
    if (error instanceof RangeError) throw refuseField('data.allowedAddresses', error.message);
    throw error;
  }
}

function requireTransTypes(entries: readonly string[]): void {
  const wrong = entries.find((entry) => !catalogue.some((row) => row.transType === entry && row.callers.includes('channel')));
  if (wrong !== undefined) throw refuseField('data.allowedTransTypes', 'names a transaction that is not open to channels');
}
