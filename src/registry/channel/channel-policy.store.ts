import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseChannelNumber } from '../../protocol/identifiers.js';
import type { ChannelPolicy } from '../../protocol/transactions/set-channel-policy.js';
import { ChannelPolicyEntity } from './channel-policy.entity.js';
import { ChannelUsageEntity } from './channel-usage.entity.js';

/** The limits of channels, and what channels with a daily quota have used of it. */
@Injectable()
export class ChannelPolicyStore {
  constructor(private readonly work: UnitOfWork) {}

  async find(channelNumber: string): Promise<ChannelPolicy | undefined> {
    const row = await this.work.reader().getRepository(ChannelPolicyEntity).findOneBy({ channelNumber });
    if (row === null) return undefined;
    const { requestsPerMinute, requestsPerDay, changedAt } = row;
    return {
      channelNumber: parseChannelNumber(row.channelNumber), requestsPerMinute, requestsPerDay, changedAt,
      allowedAddresses: JSON.parse(row.allowedAddresses) as string[], allowedTransTypes: JSON.parse(row.allowedTransTypes) as string[],
    };
  }

  /** Enters the limits of a channel; an older word does not replace a newer one. In the open unit of work. */
  async put(policy: ChannelPolicy): Promise<void> {
    const known = await this.find(policy.channelNumber);
    if (known !== undefined && known.changedAt > policy.changedAt) return;
    await this.work.writer().getRepository(ChannelPolicyEntity).save({
      ...policy, allowedAddresses: JSON.stringify(policy.allowedAddresses), allowedTransTypes: JSON.stringify(policy.allowedTransTypes),
    });
  }

  /** Counts one request against a daily quota; false when it is used up. One conditional update, in the open unit of work. */
  async use(channelNumber: string, day: string, quota: number): Promise<boolean> {
    const rows = this.work.writer().getRepository(ChannelUsageEntity);
    if (!(await rows.existsBy({ channelNumber, day }))) await rows.insert({ channelNumber, day, admitted: 0 });
    const used = await rows.increment({ channelNumber, day, admitted: LessThan(quota) }, 'admitted', 1);
    return used.affected === 1;
  }
}
