import { Get, HttpCode, Param, Post } from '@nestjs/common';
import { Allows } from '../access/allowance.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import type { Page } from '../access/page.js';
import { JsonBody, PageOf, QueryOf } from '../access/request-data.js';
import { ReasonFields } from '../access/user-fields.js';
import { CHANNEL_READERS } from '../channels/channel.controller.js';
import { ruleTitles } from '../../channel-supervision.rules.js';
import { ChannelFindingStore, type Finding } from './channel-finding.store.js';
import { ChannelSupervision } from './channel-supervision.js';
import { FindingArea } from './finding-area.js';
import { FindingFields, LimitFields } from './supervision-fields.js';
import { SupervisedChannels } from './supervised-channels.js';

/** 渠道监管 (5.2.1): what the rules have found, and what is done about it. */
@ManagementController('findings')
export class FindingController {
  constructor(
    private readonly findings: ChannelFindingStore, private readonly supervision: ChannelSupervision, private readonly channels: SupervisedChannels,
  ) {}

  @Get()
  @Allows(CHANNEL_READERS, 'own-area')
  async list(@CurrentUser() { scope }: ManagementUser, @PageOf() page: Page, @QueryOf(FindingFields) { state, channelNumber }: FindingFields) {
    const within = await this.channels.numbersWithin(scope);
    const channels = channelNumber === undefined ? within : [channelNumber].filter((each) => within?.includes(each) ?? true);
    const { total, items } = await this.findings.list(page, { state, channels });
    return { ...page, total, items: items.map(describeFinding) };
  }

  @Get(':findingId')
  @Allows(CHANNEL_READERS, FindingArea)
  async find(@Param('findingId') findingId: string) {
    return describeFinding(await this.findings.require(findingId));
  }

  @Post(':findingId/note')
  @HttpCode(200)
  @Allows(['operate'], FindingArea)
  note(@CurrentUser() user: ManagementUser, @Param('findingId') findingId: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.answered(findingId, (finding) => this.supervision.note({ user, finding, reason }));
  }

  @Post(':findingId/warning')
  @HttpCode(200)
  @Allows(['operate'], FindingArea)
  warn(@CurrentUser() user: ManagementUser, @Param('findingId') findingId: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.answered(findingId, (finding) => this.supervision.warn({ user, finding, reason }));
  }

  @Post(':findingId/limit')
  @HttpCode(200)
  @Allows(['operate'], 'nationwide')
  limit(@CurrentUser() user: ManagementUser, @Param('findingId') findingId: string, @JsonBody(LimitFields) { reason, ...limits }: LimitFields) {
    return this.answered(findingId, (finding) => this.supervision.limit({ user, finding, reason }, limits));
  }

  @Post(':findingId/suspension')
  @HttpCode(200)
  @Allows(['operate'], 'nationwide')
  suspend(@CurrentUser() user: ManagementUser, @Param('findingId') findingId: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.answered(findingId, (finding) => this.supervision.suspend({ user, finding, reason }));
  }

  private async answered(findingId: string, act: (finding: Finding) => Promise<void>) {
    await act(await this.findings.require(findingId));
    return this.find(findingId);
  }
}

/** A finding as the management centre tells of one. */
export function describeFinding({ findingId, channelNumber, rule, day, measured, foundAt, action, reason, closedBy, closedAt }: Finding) {
  const found = { findingId, channelNumber, rule, title: ruleTitles[rule], day, measured, foundAt };
  if (action === null) return { ...found, state: 'open' as const };
  return { ...found, state: 'closed' as const, action, reason, closedBy, closedAt };
}
