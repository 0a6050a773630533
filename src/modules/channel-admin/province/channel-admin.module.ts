import { Module } from '@nestjs/common';
import { OwnState } from '../own-state.js';
import { ReceiveChannelHandler } from './receive-channel.handler.js';
import { ReceiveChannelPolicyHandler } from './receive-channel-policy.handler.js';
import { ReceiveInstitutionHandler } from './receive-institution.handler.js';
import { ReceiveTerminalsHandler } from './receive-terminals.handler.js';
import { ReportStateHandler } from './report-state.handler.js';

/** 管理中心, province shelf: what national decided takes effect here, and national is told how this tier is. */
@Module({ providers: [OwnState, ReceiveChannelHandler, ReceiveChannelPolicyHandler, ReceiveInstitutionHandler, ReceiveTerminalsHandler, ReportStateHandler] })
export class ChannelAdminModule {}
