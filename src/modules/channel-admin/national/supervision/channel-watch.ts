import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { chinaDate, CLOCK, type Clock } from '../../../../kernel/clock.js';
import { TierIdentity } from '../../../../kernel/host/tier-identity.js';
import { LOG, type Log } from '../../../../kernel/log.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { Rounds } from '../../../../kernel/rounds.js';
import { suspicionsOf, TRAILING_DAYS, type ChannelDay, type Suspicion } from '../../channel-supervision.rules.js';
import { chinaDayStart } from '../../cooperation-agreement.rules.js';
import { ManagementActs } from '../access/management-acts.js';
import { ChannelDays } from './channel-days.js';
import { ChannelFindingStore } from './channel-finding.store.js';
import { SUPERVISION_SETTINGS, type SupervisionSettings } from './supervision-settings.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So long after midnight the provinces have reported the day before; what comes later is looked at again on the next days. */
const HOLD_MS = 2 * HOUR_MS;
const DAYS_LOOKED_AT = 3;

/** 渠道监管 (5.2.1): applies the rules to the days that are over and keeps what they find, once for each channel, rule and day. */
@Injectable()
export class ChannelWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly days: ChannelDays, private readonly findings: ChannelFindingStore, private readonly acts: ManagementActs,
    private readonly work: UnitOfWork, private readonly tier: TierIdentity,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(LOG) private readonly log: Log, @Inject(SUPERVISION_SETTINGS) settings: SupervisionSettings,
  ) {
    this.rounds = new Rounds(() => this.round(), settings.superviseEveryMs);
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** Looks at the last days of every channel. */
  async round(): Promise<void> {
    try {
      const [first, last] = [this.dayBefore(DAYS_LOOKED_AT), this.dayBefore(1)];
      const known = await this.days.between(this.dayBefore(DAYS_LOOKED_AT + TRAILING_DAYS), last);
      for (const [channelNumber, days] of known) {
        for (const day of days.filter((each) => each.day >= first)) await this.judge(channelNumber, day, days);
      }
    } catch (error) {
      this.log.error({ error }, 'channel supervision failed; trying again');
    }
  }

  private async judge(channelNumber: string, day: ChannelDay, days: readonly ChannelDay[]): Promise<void> {
    const since = chinaDate(chinaDayStart(day.day, -TRAILING_DAYS));
    const before = days.filter((each) => each.day < day.day && each.day >= since);
    for (const suspicion of suspicionsOf(day, before)) await this.work.run(() => this.keep(channelNumber, day.day, suspicion));
  }

  private async keep(channelNumber: string, day: string, suspicion: Suspicion): Promise<void> {
    const finding = await this.findings.add(channelNumber, day, suspicion);
    if (finding === undefined) return;
    const { rule, measured } = suspicion;
    await this.acts.note(this.tier.name, { act: 'supervision.finding', subject: channelNumber, facts: { finding, rule, day, ...measured } }, 'done');
  }

  private dayBefore(days: number): string {
    return chinaDate(this.clock.now() - HOLD_MS - days * DAY_MS);
  }
}
