import { Module } from '@nestjs/common';
import { ChannelAuthorizationStore } from '../../channel-authorization.store.js';
import { AccessPassStore } from './access-pass.store.js';
import { ExchangeAccessCodeHandler } from './exchange-access-code.handler.js';
import { GetAccessTokenHandler } from './get-access-token.handler.js';
import { GetApiTicketHandler } from './get-api-ticket.handler.js';
import { IssueAccessCodeHandler } from './issue-access-code.handler.js';

/** 渠道接入: what a channel is handed on its way through the dedicated pages. */
@Module({
  providers: [
    ChannelAuthorizationStore, AccessPassStore, GetAccessTokenHandler, GetApiTicketHandler, IssueAccessCodeHandler, ExchangeAccessCodeHandler,
  ],
})
export class ChannelAccessModule {}
