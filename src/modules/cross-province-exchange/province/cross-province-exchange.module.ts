import { Module } from '@nestjs/common';
import { BUSINESS_SYSTEM } from './business-system.port.js';
import { BusinessHandlingStore } from './business-handling.store.js';
import { CompletionNoticeStore } from './completion-notice.store.js';
import { CompletionNotices } from './completion-notices.js';
import { FindNoticesHandler } from './find-notices.handler.js';
import { HandlingProcess } from './handling-process.js';
import { InsuredRecords } from './insured-records.js';
import { LinkBusinessSystem } from './link-business-system.js';
import { LinkNationalGateway } from './link-national-gateway.js';
import { NATIONAL_GATEWAY } from './national-gateway.port.js';
import { NationalPasswordCheck } from './national-password-check.js';
import { OwnPlaces } from './own-places.js';
import { ReceiveInsuredPlacesHandler } from './receive-insured-places.handler.js';
import { ReceiveNoticeHandler } from './receive-notice.handler.js';
import { RemoteHandlingHandler } from './remote-handling.handler.js';
import { UpdateInsuredPlacesHandler } from './update-insured-places.handler.js';

/** 跨省交换, province shelf (4.9): the way to national; business handled at the insured place, and what the insured places tell each other (6.3). */
@Module({
  providers: [
    BusinessHandlingStore, CompletionNoticeStore, CompletionNotices, HandlingProcess, InsuredRecords, NationalPasswordCheck, OwnPlaces,
    RemoteHandlingHandler, ReceiveNoticeHandler, ReceiveInsuredPlacesHandler, UpdateInsuredPlacesHandler,
    FindNoticesHandler,
    { provide: NATIONAL_GATEWAY, useClass: LinkNationalGateway },
    { provide: BUSINESS_SYSTEM, useClass: LinkBusinessSystem },
  ],
  exports: [NATIONAL_GATEWAY, BusinessHandlingStore, HandlingProcess, CompletionNotices, InsuredRecords, NationalPasswordCheck],
})
export class CrossProvinceExchangeModule {}
