import { Module, type DynamicModule } from '@nestjs/common';
import { ExchangeCredentialCheckHandler } from './exchange-credential-check.handler.js';
import { ExchangeDecodeHandler } from './exchange-decode.handler.js';
import { ExchangeHandlingHandler } from './exchange-handling.handler.js';
import { ExchangePreviewHandler } from './exchange-preview.handler.js';
import { ExchangeQrCheckHandler } from './exchange-qr-check.handler.js';
import { ExchangeReversalHandler } from './exchange-reversal.handler.js';
import { ExchangeSettlementHandler } from './exchange-settlement.handler.js';
import { ForwardNoticeHandler } from './forward-notice.handler.js';
import { InsuredPlaceChanges } from './insured-place-changes.js';
import { LinkPeerDirectory } from './link-peer-directory.js';
import { PEER_DIRECTORY } from './peer-directory.port.js';
import { ReportInsuredPlacesHandler } from './report-insured-places.handler.js';
import { ScannedElsewhere } from './scanned-elsewhere.js';
import { ExchangeUnitDecodeHandler } from './units/exchange-unit-decode.handler.js';
import { ReportUnitHandler } from './units/report-unit.handler.js';

const handlers = [
  ExchangeDecodeHandler, ExchangeHandlingHandler, ExchangePreviewHandler, ExchangeSettlementHandler, ExchangeReversalHandler,
  ReportInsuredPlacesHandler, ForwardNoticeHandler, ExchangeQrCheckHandler, ExchangeCredentialCheckHandler,
  ReportUnitHandler, ExchangeUnitDecodeHandler,
];

/** 跨省交换, national shelf (4.9). */
@Module({})
export class CrossProvinceExchangeModule {
  /** `qrCode` is the tier's QR code room, which decodes the codes of the national tier. */
  static forRoot(qrCode: DynamicModule): DynamicModule {
    return {
      module: CrossProvinceExchangeModule,
      imports: [qrCode],
      providers: [...handlers, InsuredPlaceChanges, ScannedElsewhere, { provide: PEER_DIRECTORY, useClass: LinkPeerDirectory }],
    };
  }
}
