import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { RequestLimits } from '../../channel-limits.rules.js';
import { WrongState } from '../../wrong-state.rules.js';
import { ManagementActs, type ManagementDeed } from '../access/management-acts.js';
import type { ManagementUser } from '../access/management-user.js';
import { ChannelPolicies } from '../channel-policy/channel-policies.js';
import { ChannelLifecycle, standingDeed } from '../channels/channel-lifecycle.js';
import type { FindingAction } from './channel-finding.entity.js';
import { ChannelFindingStore, type Finding } from './channel-finding.store.js';

/** Somebody's answer to a finding. */
interface Answer {
  readonly user: ManagementUser;
  readonly finding: Finding;
  readonly reason: string;
}

/** 渠道监管 (5.2.1): what is done about a finding. The act and the closing of the finding are one unit of work, and the act's line in the journal names it. */
@Injectable()
export class ChannelSupervision {
  constructor(
    private readonly findings: ChannelFindingStore, private readonly lifecycle: ChannelLifecycle, private readonly policies: ChannelPolicies,
    private readonly acts: ManagementActs, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** There is an explanation. */
  note(answer: Answer): Promise<void> {
    return this.close(answer, 'note', this.deed('management.finding.note', answer), async () => undefined);
  }

  /** INT-97: the channel is warned; the department that applied for it reads the warning here and hands it on. */
  warn(answer: Answer): Promise<void> {
    return this.close(answer, 'warning', this.deed('management.channel.warn', answer), async () => undefined);
  }

  /** Lowers how often the channel may call, here and in every province. */
  limit(answer: Answer, wanted: Partial<RequestLimits>): Promise<void> {
    const { channelNumber } = answer.finding;
    const deed = this.deed('management.channel.limit', answer, wanted);
    return this.close(answer, 'limit', deed, async () => { await this.policies.lower(channelNumber, wanted, this.clock.now()); });
  }

  /** Suspends the channel, here and in every province. */
  suspend(answer: Answer): Promise<void> {
    const { channelNumber } = answer.finding;
    const { subject, facts } = this.deed('', answer);
    return this.close(answer, 'suspension', standingDeed('suspend', subject, facts), () => this.lifecycle.move(channelNumber, 'suspend'));
  }

  private deed(act: string, { finding: { findingId, channelNumber, rule, day }, reason }: Answer, facts: Partial<RequestLimits> = {}): ManagementDeed {
    return { act, subject: channelNumber, facts: { finding: findingId, rule, day, reason, ...facts } };
  }

  /** A finding is answered once. Else `-2`, as a conflict. */
  private async close({ user, finding, reason }: Answer, action: FindingAction, deed: ManagementDeed, work: () => Promise<void>): Promise<void> {
    await this.acts.perform(user, deed, async () => {
      if (!(await this.findings.close(finding.findingId, { action, reason, closedBy: user.name }))) {
        throw new WrongState('badRequest', 'the finding is closed; something was done about it before');
      }
      await work();
    });
  }
}
