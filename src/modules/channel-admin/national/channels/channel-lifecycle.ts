import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { parseSm2PrivateKey } from '../../../../crypto/sm2.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import type { ApplicationRecord } from '../../../../protocol/transactions/application-record.js';
import { MOST_FORMER, type ChannelRecord } from '../../../../protocol/transactions/register-channel.js';
import { issueApplication } from '../../../../registry/application/issue-application.js';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import { requireStandingStep, type StandingAct } from '../../channel-standing.rules.js';
import { WrongState } from '../../wrong-state.rules.js';
import { ManagementActs, type ManagementDeed } from '../access/management-acts.js';
import type { ManagementUser } from '../access/management-user.js';
import { ProvinceNotices } from '../province-notices.js';
import type { RotationFields } from './channel-fields.js';
import { KeyHandoverStore } from './key-handover.store.js';

/** What is told of new keys; the secrets wait for their one printing. */
export interface Rotation {
  readonly appId: string;
  readonly platformPublicKey: string;
  /** When the keys they replace stop working. */
  readonly formerValidUntil: number;
}

/** 渠道管理 (5.2.1): what happens to a channel after it was let in. Every change is told to every province and takes effect there. */
@Injectable()
export class ChannelLifecycle {
  constructor(
    private readonly channels: ChannelStore, private readonly handovers: KeyHandoverStore, private readonly notices: ProvinceNotices,
    private readonly acts: ManagementActs, @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Suspends, resumes or retires a channel. */
  async change(user: ManagementUser, channelNumber: string, act: StandingAct, reason: string): Promise<void> {
    await this.acts.perform(user, standingDeed(act, channelNumber, { reason }), () => this.move(channelNumber, act));
  }

  /** The change itself, in the open unit of work of whoever journals it. */
  async move(channelNumber: string, act: StandingAct): Promise<void> {
    const record = await this.channels.record(channelNumber);
    await this.put({ ...record, standing: requireStandingStep(act, record.standing) });
  }

  /** Gives a channel a new APPID, SECRET and keys. The old ones go on working until the overlap is over, here and in every province. */
  async rotate(user: ManagementUser, channelNumber: string, { overlapMinutes, publicKey, reason }: RotationFields): Promise<Rotation> {
    const facts = { overlapMinutes, reason };
    return this.acts.perform(user, { act: 'management.channel.rotate', subject: channelNumber, facts }, async () => {
      const record = await this.channels.record(channelNumber);
      requireRotatable(record, overlapMinutes);
      const { signTypes, encTypes, signingForms, counterpartPublicKey } = record.application;
      const wanted = { publicKey: publicKey ?? counterpartPublicKey, signTypes, encTypes, signingForms };
      const { record: application, issued } = issueApplication(wanted, this.ids);
      const formerValidUntil = this.clock.now() + overlapMinutes * 60_000;
      await this.put({ ...record, application, formerApplications: replaced(record, formerValidUntil) });
      await this.handovers.insert(application.appId, channelNumber);
      return { appId: application.appId, platformPublicKey: issued.platformPublicKey, formerValidUntil };
    });
  }

  private async put(record: ChannelRecord): Promise<void> {
    await this.channels.put(record);
    await this.notices.toAll(record.channelNumber, transactions.syncChannel, { record });
  }
}

/** How a change of standing is journaled. */
export function standingDeed(act: StandingAct, channelNumber: string, facts: ManagementDeed['facts']): ManagementDeed {
  return { act: `management.channel.${act}`, subject: channelNumber, facts };
}

function requireRotatable({ standing, formerApplications = [] }: ChannelRecord, overlapMinutes: number): void {
  if (standing === 'retired') throw new WrongState('channelNotApproved', 'the channel is retired; it gets no more keys');
  if (overlapMinutes > 0 && formerApplications.length >= MOST_FORMER) throw new WrongState('badRequest', 'too many replaced keys are still valid; let some end first');
}

/** The keys in use join those that were replaced before; none of them outlives this overlap, so that a leaked secret can be ended at once. */
function replaced({ application, formerApplications = [] }: ChannelRecord, until: number): ApplicationRecord[] {
  return [...formerApplications, application].map((each) => ({ ...each, validUntil: Math.min(each.validUntil ?? until, until) }));
}

/** Our public key for an application, which its owner verifies our answers with. */
export const platformPublicKeyOf = ({ platformPrivateKey }: ApplicationRecord): string => parseSm2PrivateKey(platformPrivateKey).publicKey.toBase64();
