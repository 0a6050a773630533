import { Module, type DynamicModule } from '@nestjs/common';
import { CrossProvinceExchangeModule } from '../../cross-province-exchange/province/index.js';
import { AuthenticateFaceHandler } from './authenticate-face.handler.js';
import { FaceAuthenticationStore } from './face-authentication.store.js';
import { FailedLookUpStore } from './failed-look-up.store.js';
import { LookUpLimit } from './look-up-limit.js';
import { LookUps } from './look-ups.js';
import { PresentationDesk } from './presentation-desk.js';
import { PRESENTATION_SETTINGS, type PresentationSettings } from './presentation-settings.js';
import { QueryByCardHandler } from './query-by-card.handler.js';
import { QueryByDocumentHandler } from './query-by-document.handler.js';
import { QueryByFaceHandler } from './query-by-face.handler.js';
import { QueryByMobileHandler } from './query-by-mobile.handler.js';
import { SendQuerySmsHandler } from './send-query-sms.handler.js';

const handlers = [
  QueryByDocumentHandler, QueryByCardHandler, SendQuerySmsHandler, QueryByMobileHandler, AuthenticateFaceHandler, QueryByFaceHandler,
];

/** 展现形式, province shelf (4.10): what institutions are presented in place of a code. */
@Module({})
export class PresentationModule {
  /** `qrCode` is the tier's QR code room, whose counter issues every token. */
  static forRoot(settings: PresentationSettings, qrCode: DynamicModule): DynamicModule {
    return {
      module: PresentationModule,
      imports: [CrossProvinceExchangeModule, qrCode],
      providers: [
        ...handlers, PresentationDesk, LookUps, LookUpLimit, FailedLookUpStore, FaceAuthenticationStore,
        { provide: PRESENTATION_SETTINGS, useValue: settings },
      ],
    };
  }
}
