import { Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { WrongState } from '../../wrong-state.rules.js';
import { Allows } from '../access/allowance.js';
import { ManagementActs } from '../access/management-acts.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import type { Page } from '../access/page.js';
import { JsonBody, PageOf, QueryOf } from '../access/request-data.js';
import { ReasonFields } from '../access/user-fields.js';
import type { AlertEntity } from './alert.entity.js';
import { AlertStore } from './alert.store.js';
import { AlertQuery } from './monitoring-fields.js';
import { MONITORING_READERS } from './monitoring.controller.js';
import { AlertArea, tiersWithin } from './tier-area.js';

/** 告警 (5.2.1): what was alarming, from when to when, and who has seen to it. */
@ManagementController('monitoring/alerts')
export class AlertController {
  constructor(private readonly alerts: AlertStore, private readonly acts: ManagementActs, @Inject(CLOCK) private readonly clock: Clock) {}

  @Get()
  @Allows(MONITORING_READERS, 'own-area')
  async list(@CurrentUser() { scope }: ManagementUser, @PageOf() page: Page, @QueryOf(AlertQuery) { state }: AlertQuery) {
    const { total, items } = await this.alerts.list(tiersWithin(scope), state, page);
    return { ...page, total, items: items.map(describeAlert) };
  }

  /** Once for each alert, whether it is still open or not. */
  @Post(':alertId/acknowledgement')
  @HttpCode(200)
  @Allows(['operate'], AlertArea)
  async acknowledge(@CurrentUser() user: ManagementUser, @Param('alertId') alertId: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    await this.acts.perform(user, { act: 'management.alert.acknowledge', subject: alertId, facts: { reason } }, async () => {
      const isFirst = await this.alerts.acknowledge(alertId, user.name, reason, this.clock.now());
      if (!isFirst) throw new WrongState('badRequest', 'the alert is acknowledged already');
    });
    return describeAlert(await this.alerts.require(alertId));
  }
}

/** What is not known yet is left out. */
function describeAlert(alert: AlertEntity): Partial<AlertEntity> {
  return Object.fromEntries(Object.entries(alert).filter(([, value]) => value !== null));
}
