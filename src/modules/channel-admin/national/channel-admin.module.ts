import { Module } from '@nestjs/common';
import { ChannelPolicies } from './channel-policy/channel-policies.js';
import { SetChannelPolicyHandler } from './channel-policy/set-channel-policy.handler.js';
import { ProvinceNotices } from './province-notices.js';
import { RegisterChannelHandler } from './register-channel.handler.js';
import { RegisterInstitutionHandler } from './register-institution.handler.js';
import { RegisterTerminalHandler } from './register-terminal.handler.js';
import { FilingNumberStore } from './terminals/filing-number.store.js';
import { TerminalRegistration } from './terminals/terminal-registration.js';

const handlers = [SetChannelPolicyHandler, RegisterChannelHandler, RegisterInstitutionHandler, RegisterTerminalHandler];

/** 管理中心, national shelf (5.2.1): who is let in. */
@Module({ providers: [ProvinceNotices, ChannelPolicies, FilingNumberStore, TerminalRegistration, ...handlers], exports: [ProvinceNotices, ChannelPolicies, TerminalRegistration] })
export class ChannelAdminModule {}
