import { Get, HttpCode, Param, Post } from '@nestjs/common';
import { ChannelStore, type Channel } from '../../../../registry/channel/channel.store.js';
import { RegisteredApplicationStore, type RegisteredApplication } from '../../../../registry/application/registered-application.store.js';
import type { StandingAct } from '../../channel-standing.rules.js';
import type { Role } from '../../role.rules.js';
import { Allows } from '../access/allowance.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import { sliceOf, type Page } from '../access/page.js';
import { JsonBody, PageOf } from '../access/request-data.js';
import { ReasonFields } from '../access/user-fields.js';
import { ApplicationRowStore } from '../onboarding/application-row.store.js';
import { ChannelArea } from './channel-area.js';
import { RotationFields } from './channel-fields.js';
import { ChannelLifecycle, platformPublicKeyOf } from './channel-lifecycle.js';
import { KeyHandoverStore } from './key-handover.store.js';

/** Whoever has to do with channels may read of those within the own scope. */
export const CHANNEL_READERS: readonly [Role, ...Role[]] = ['apply', 'endorse', 'decide', 'issue', 'operate', 'audit'];

/** 渠道管理 (5.2.1): the channels that were let in, and what happens to them. */
@ManagementController('channels')
export class ChannelController {
  constructor(
    private readonly lifecycle: ChannelLifecycle, private readonly channels: ChannelStore, private readonly keys: RegisteredApplicationStore,
    private readonly rows: ApplicationRowStore, private readonly handovers: KeyHandoverStore,
  ) {}

  /** The bureau's own channels are told of nationally only. */
  @Get()
  @Allows(CHANNEL_READERS, 'own-area')
  async list(@CurrentUser() { scope }: ManagementUser, @PageOf() page: Page) {
    const numbers = scope.kind === 'national' ? undefined : await this.rows.channelsWithin(scope.area);
    const { total, items } = await this.channels.list(sliceOf(page), numbers);
    return { ...page, total, items: items.map(describeChannel) };
  }

  @Get(':channelNumber')
  @Allows(CHANNEL_READERS, ChannelArea)
  async find(@Param('channelNumber') channelNumber: string) {
    const channel = await this.channels.require(channelNumber);
    const inUse = await this.keys.findInUse('channel', channelNumber);
    const row = await this.rows.ofChannel(channelNumber);
    const handover = inUse && (await this.handovers.find(inUse.appId));
    const application = inUse && describeApplication(inUse);
    return { ...describeChannel(channel), applicationId: row?.applicationId, application, secretsShownAt: handover?.shownAt ?? undefined };
  }

  @Post(':channelNumber/suspension')
  @HttpCode(200)
  @Allows(['operate'], 'nationwide')
  suspend(@CurrentUser() user: ManagementUser, @Param('channelNumber') channelNumber: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.change(user, channelNumber, 'suspend', reason);
  }

  @Post(':channelNumber/resumption')
  @HttpCode(200)
  @Allows(['operate'], 'nationwide')
  resume(@CurrentUser() user: ManagementUser, @Param('channelNumber') channelNumber: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.change(user, channelNumber, 'resume', reason);
  }

  /** 解除应用渠道; final. */
  @Post(':channelNumber/retirement')
  @HttpCode(200)
  @Allows(['operate'], 'nationwide')
  retire(@CurrentUser() user: ManagementUser, @Param('channelNumber') channelNumber: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.change(user, channelNumber, 'retire', reason);
  }

  @Post(':channelNumber/rotation')
  @HttpCode(200)
  @Allows(['operate'], 'nationwide')
  rotate(@CurrentUser() user: ManagementUser, @Param('channelNumber') channelNumber: string, @JsonBody(RotationFields) fields: RotationFields) {
    return this.lifecycle.rotate(user, channelNumber, fields);
  }

  private async change(user: ManagementUser, channelNumber: string, act: StandingAct, reason: string) {
    await this.lifecycle.change(user, channelNumber, act, reason);
    return this.find(channelNumber);
  }
}

function describeApplication(application: RegisteredApplication) {
  const { appId, signTypes, encTypes, signingForms = 'any' } = application;
  return { appId, platformPublicKey: platformPublicKeyOf(application), signTypes, encTypes, signingForms };
}

function describeChannel({ channelNumber, name, kind, standing, authorizedUntil }: Channel) {
  return { channelNumber, name, kind, standing, authorizedUntil };
}
