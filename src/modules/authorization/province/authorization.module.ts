import { Module } from '@nestjs/common';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';
import { ReceiveAuthorizationHandler } from './receive-authorization.handler.js';

/** 授权, province shelf. */
@Module({ providers: [ChannelAuthorizationStore, ReceiveAuthorizationHandler], exports: [ChannelAuthorizationStore] })
export class AuthorizationModule {}
