import { Injectable } from '@nestjs/common';
import { parseChannelNumber } from '../../../../protocol/identifiers.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import type { ChannelPolicy } from '../../../../protocol/transactions/set-channel-policy.js';
import { ChannelPolicyStore } from '../../../../registry/channel/channel-policy.store.js';
import { lowered, type RequestLimits } from '../../channel-limits.rules.js';
import { ProvinceNotices } from '../province-notices.js';

/** 渠道权限控制 (5.2.2): what a channel may do, here and in every province. */
@Injectable()
export class ChannelPolicies {
  constructor(private readonly policies: ChannelPolicyStore, private readonly notices: ProvinceNotices) {}

  /** What holds for a channel; a channel of which nothing is said has no limits. */
  async find(channelNumber: string): Promise<ChannelPolicy> {
    const none = { allowedAddresses: [], allowedTransTypes: [], requestsPerMinute: 0, requestsPerDay: 0, changedAt: 0 };
    return (await this.policies.find(channelNumber)) ?? { channelNumber: parseChannelNumber(channelNumber), ...none };
  }

  /** Puts a policy into effect here and on its way to every province, in the open unit of work. */
  async set(policy: ChannelPolicy): Promise<void> {
    await this.policies.put(policy);
    await this.notices.toAll(policy.channelNumber, transactions.syncChannelPolicy, { record: policy });
  }

  /** Lowers how often a channel may call and leaves the rest as it is, in the open unit of work. What would not be lower is `-2`. */
  async lower(channelNumber: string, wanted: Partial<RequestLimits>, at: number): Promise<RequestLimits> {
    const known = await this.find(channelNumber);
    const next = lowered(known, wanted);
    await this.set({ ...known, ...next, changedAt: Math.max(at, known.changedAt) });
    return next;
  }
}
