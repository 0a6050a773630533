import { Module, type DynamicModule } from '@nestjs/common';
import { ChannelAuthorizationStore } from '../../channel-authorization.store.js';
import { AccessPassStore } from './access-pass.store.js';
import { ExchangeAccessCodeHandler } from './exchange-access-code.handler.js';
import { GetAccessTokenHandler } from './get-access-token.handler.js';
import { GetApiTicketHandler } from './get-api-ticket.handler.js';
import { IssueAccessCodeHandler } from './issue-access-code.handler.js';
import { LinkPageHandler } from './link-page.handler.js';
import { PAGE_SETTINGS, PageLinks, type PageSettings } from './page-links.js';

const handlers = [GetAccessTokenHandler, GetApiTicketHandler, IssueAccessCodeHandler, ExchangeAccessCodeHandler, LinkPageHandler];

/** 渠道接入: what a channel is handed on its way through the dedicated pages. */
@Module({})
export class ChannelAccessModule {
  static forRoot(pages: PageSettings): DynamicModule {
    return {
      module: ChannelAccessModule,
      providers: [...handlers, ChannelAuthorizationStore, AccessPassStore, PageLinks, { provide: PAGE_SETTINGS, useValue: pages }],
    };
  }
}
