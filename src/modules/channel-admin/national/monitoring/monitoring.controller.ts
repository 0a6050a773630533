import { Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { OutboxStore } from '../../../../kernel/outbox/outbox.store.js';
import { alertRules } from '../../alert.rules.js';
import type { Role } from '../../role.rules.js';
import { Allows } from '../access/allowance.js';
import { ManagementActs } from '../access/management-acts.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import { JsonBody } from '../access/request-data.js';
import { MonitoringView } from './monitoring-view.js';
import { RedeliveryFields } from './monitoring-fields.js';
import { MONITORING_SETTINGS, type MonitoringSettings } from './monitoring-settings.js';
import { TierArea } from './tier-area.js';

/** Whoever keeps the system running, and whoever looks over their shoulders. */
export const MONITORING_READERS: readonly [Role, ...Role[]] = ['operate', 'audit'];

const EVERY_PEER = 'every peer';

/** 运行监测 (5.2.1): the tiers, their zones, links, outboxes and lags, as they were at the last look. */
@ManagementController('monitoring')
export class MonitoringController {
  constructor(
    private readonly view: MonitoringView, private readonly outbox: OutboxStore, private readonly acts: ManagementActs,
    @Inject(MONITORING_SETTINGS) private readonly settings: MonitoringSettings,
  ) {}

  @Get()
  @Allows(MONITORING_READERS, 'own-area')
  overview(@CurrentUser() { scope }: ManagementUser) {
    return this.view.overview(scope);
  }

  @Get('tiers/:tier')
  @Allows(MONITORING_READERS, TierArea)
  tier(@Param('tier') tier: string) {
    return this.view.tier(tier);
  }

  /** Every link between tiers and to the systems outside, as the caller sees it. */
  @Get('links')
  @Allows(MONITORING_READERS, 'own-area')
  async links(@CurrentUser() { scope }: ManagementUser) {
    return { items: await this.view.lines(scope, ({ contacts }) => contacts, ({ name }) => name) };
  }

  /** What is not delivered, and what of it is stalled. */
  @Get('outbox')
  @Allows(MONITORING_READERS, 'own-area')
  async backlog(@CurrentUser() { scope }: ManagementUser) {
    return {
      items: await this.view.lines(scope, ({ outbox }) => outbox, ({ peer }) => peer),
      stalled: await this.view.lines(scope, ({ stalled }) => stalled, ({ peer }) => peer),
    };
  }

  /** 同步时延: how fast synchronised messages took effect in the last hour. */
  @Get('lags')
  @Allows(MONITORING_READERS, 'own-area')
  async lags(@CurrentUser() { scope }: ManagementUser) {
    return { items: await this.view.lines(scope, ({ lags }) => lags, ({ destination }) => destination) };
  }

  /** The rules by which alerts are raised, with their thresholds. */
  @Get('rules')
  @Allows(MONITORING_READERS, 'own-area')
  rules() {
    return { items: Object.entries(alertRules).map(([rule, { says }]) => ({ rule, says: says(this.settings.thresholds) })) };
  }

  /** Has the national tier's own stalled messages sent again, as `openec outbox --redrive` does on the machine. */
  @Post('outbox/redelivery')
  @HttpCode(200)
  @Allows(['operate'], 'nationwide')
  async redeliver(@CurrentUser() user: ManagementUser, @JsonBody(RedeliveryFields) { peer, reason }: RedeliveryFields) {
    const deed = { act: 'management.outbox.redeliver', subject: peer ?? EVERY_PEER, facts: { reason } };
    return { redelivered: await this.acts.perform(user, deed, () => this.outbox.redrive(peer)) };
  }
}
