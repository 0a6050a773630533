import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { ReturnAddressStore } from '../../../registry/channel/return-address.store.js';
import { ActivationPageController } from './activation-page.controller.js';
import { ActivationPage } from './activation-page.js';
import { AuthorizationPageController } from './authorization-page.controller.js';
import { AuthorizationPage } from './authorization-page.js';
import { LinkPageHandler } from './link-page.handler.js';
import { PageDesk } from './page-desk.js';
import { PageErrands } from './page-errands.js';
import { PageLinks } from './page-links.js';
import { PAGE_SETTINGS, type PageSettings } from './page-settings.js';
import { PageVisitStore } from './page-visit.store.js';
import { PageVisits } from './page-visits.js';

/** 专用页面 (6.1.3.3 c, 6.1.4.3 a): the platform's own pages, to which channels of other parties send persons who enter a password. */
@Module({})
export class PagesModule {
  /** `rooms` are the tier's rooms of activation, authorization and channel access. */
  static forRoot(settings: PageSettings, rooms: readonly (DynamicModule | Type)[]): DynamicModule {
    return {
      module: PagesModule,
      imports: [...rooms],
      controllers: [AuthorizationPageController, ActivationPageController],
      providers: [
        LinkPageHandler, PageLinks, PageErrands, PageVisitStore, PageVisits, PageDesk, AuthorizationPage, ActivationPage, ReturnAddressStore,
        { provide: PAGE_SETTINGS, useValue: settings },
      ],
    };
  }
}
