import { Module, type DynamicModule } from '@nestjs/common';
import { ChannelAuthorizationStore } from '../../channel-authorization.store.js';
import { BILL_SETTINGS, LinkBillHandler, type BillSettings } from './link-bill.handler.js';

/** 移动支付清单: the way from a channel to what the province's mobile payment shows a person. */
@Module({})
export class BillLinkModule {
  static forRoot(settings: BillSettings): DynamicModule {
    return { module: BillLinkModule, providers: [LinkBillHandler, ChannelAuthorizationStore, { provide: BILL_SETTINGS, useValue: settings }] };
  }
}
