import { Module } from '@nestjs/common';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';
import { ChannelAuthorizations } from './channel-authorizations.js';
import { ExchangeCredentialHandler } from './exchange-credential.handler.js';

/** 授权, national shelf. */
@Module({ providers: [ChannelAuthorizationStore, ChannelAuthorizations, ExchangeCredentialHandler], exports: [ChannelAuthorizations] })
export class AuthorizationModule {}
