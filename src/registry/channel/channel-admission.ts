import { Injectable } from '@nestjs/common';
import { AddressList } from '../../kernel/dispatch/address-list.js';
import type { Admission, Admittee } from '../../kernel/dispatch/admission.js';
import { chinaDate } from '../../kernel/clock.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { refuse } from '../../protocol/refusal.js';
import type { ChannelPolicy } from '../../protocol/transactions/set-channel-policy.js';
import { ChannelPolicyStore } from './channel-policy.store.js';

/** Requests let through within the running minute. */
interface Bucket {
  minute: number;
  admitted: number;
}

/** 渠道权限控制 (5.2.2, 5.2.3): the limits of a channel, at every listener it calls. Other callers have none here. */
@Injectable()
export class ChannelAdmission implements Admission {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly policies: ChannelPolicyStore, private readonly work: UnitOfWork) {}

  async admit(request: Admittee): Promise<void> {
    if (request.caller.kind !== 'channel') return;
    const policy = await this.policies.find(request.caller.ownerId);
    if (policy === undefined) return;
    requireAddress(policy, request.address);
    requirePermission(policy, request.transaction.transType);
    this.requireRate(policy, request.at);
    await this.requireQuota(policy, request.at);
  }

  /** A plain count for each minute of the clock. */
  private requireRate({ channelNumber, requestsPerMinute }: ChannelPolicy, at: number): void {
    if (requestsPerMinute === 0) return;
    const minute = Math.floor(at / 60_000);
    const known = this.buckets.get(channelNumber);
    const bucket = known?.minute === minute ? known : { minute, admitted: 0 };
    this.buckets.set(channelNumber, bucket);
    if (bucket.admitted >= requestsPerMinute) throw limited(`${requestsPerMinute} requests a minute`);
    bucket.admitted += 1;
  }

  private async requireQuota({ channelNumber, requestsPerDay }: ChannelPolicy, at: number): Promise<void> {
    if (requestsPerDay === 0) return;
    const admitted = await this.work.run(() => this.policies.use(channelNumber, chinaDate(at), requestsPerDay));
    if (!admitted) throw limited(`${requestsPerDay} requests a day`);
  }
}

const limited = (limit: string) => refuse('rateLimited', { faults: [{ field: 'appId', reason: `this channel may send ${limit}` }] });

function requireAddress({ allowedAddresses }: ChannelPolicy, address: string): void {
  if (allowedAddresses.length === 0 || new AddressList(allowedAddresses).has(address)) return;
  throw refuse('forbidden', { faults: [{ field: 'appId', reason: `may not be used from ${address}` }] });
}

function requirePermission({ allowedTransTypes }: ChannelPolicy, transType: string): void {
  if (allowedTransTypes.length === 0 || allowedTransTypes.includes(transType)) return;
  throw refuse('forbidden', { faults: [{ field: 'transType', reason: 'is not open to this channel' }] });
}
