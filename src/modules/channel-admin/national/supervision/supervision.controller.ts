import { Get, Inject, Param } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { limits, ruleTitles, supervisionRules, TRAILING_DAYS } from '../../channel-supervision.rules.js';
import { Allows } from '../access/allowance.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import type { Page } from '../access/page.js';
import { PageOf, QueryOf } from '../access/request-data.js';
import { ChannelArea } from '../channels/channel-area.js';
import { CHANNEL_READERS } from '../channels/channel.controller.js';
import { PeriodFields, periodOf } from '../statistics/period.js';
import { SupervisedChannels } from './supervised-channels.js';

/** 渠道监管 (5.2.1): volume, failures and return codes of channels; the rules that watch over them. */
@ManagementController('supervision')
export class SupervisionController {
  constructor(private readonly channels: SupervisedChannels, @Inject(CLOCK) private readonly clock: Clock) {}

  /** The rules are no secret. */
  @Get('rules')
  @Allows(CHANNEL_READERS, 'own-area')
  rules() {
    return { trailingDays: TRAILING_DAYS, rules: supervisionRules.map((rule) => ({ rule, title: ruleTitles[rule], limits: limits[rule] })) };
  }

  @Get('channels')
  @Allows(CHANNEL_READERS, 'own-area')
  async list(@CurrentUser() { scope }: ManagementUser, @PageOf() page: Page, @QueryOf(PeriodFields) fields: PeriodFields) {
    const period = periodOf(fields, this.clock.now());
    return { ...page, ...period, ...(await this.channels.list(scope, page, period)) };
  }

  @Get('channels/:channelNumber')
  @Allows(CHANNEL_READERS, ChannelArea)
  find(@Param('channelNumber') channelNumber: string, @QueryOf(PeriodFields) fields: PeriodFields) {
    return this.channels.find(channelNumber, periodOf(fields, this.clock.now()));
  }
}
