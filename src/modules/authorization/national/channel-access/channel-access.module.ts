import { Module } from '@nestjs/common';
import { ChannelAuthorizationStore } from '../../channel-authorization.store.js';
import { AccessPassStore } from './access-pass.store.js';
import { ExchangeAccessCodeHandler } from './exchange-access-code.handler.js';
import { GetAccessTokenHandler } from './get-access-token.handler.js';
import { GetApiTicketHandler } from './get-api-ticket.handler.js';
import { IssueAccessCodeHandler } from './issue-access-code.handler.js';

const handlers = [GetAccessTokenHandler, GetApiTicketHandler, IssueAccessCodeHandler, ExchangeAccessCodeHandler];

/** 渠道接入: what a channel is handed on its way to the dedicated pages and back from them. */
@Module({ providers: [...handlers, ChannelAuthorizationStore, AccessPassStore], exports: [AccessPassStore] })
export class ChannelAccessModule {}
