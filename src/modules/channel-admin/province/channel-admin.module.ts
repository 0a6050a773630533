import { Module } from '@nestjs/common';
import { ReceiveChannelHandler } from './receive-channel.handler.js';
import { ReceiveChannelPolicyHandler } from './receive-channel-policy.handler.js';
import { ReceiveInstitutionHandler } from './receive-institution.handler.js';
import { ReceiveTerminalsHandler } from './receive-terminals.handler.js';

/** 管理中心, province shelf: what national decided takes effect here. */
@Module({ providers: [ReceiveChannelHandler, ReceiveChannelPolicyHandler, ReceiveInstitutionHandler, ReceiveTerminalsHandler] })
export class ChannelAdminModule {}
