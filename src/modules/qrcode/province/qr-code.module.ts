import { Module, type DynamicModule } from '@nestjs/common';
import { AuthorizationModule } from '../../authorization/province/index.js';
import { CrossProvinceExchangeModule } from '../../cross-province-exchange/province/index.js';
import { CheckTokenHandler } from './check-token.handler.js';
import { CodeDecoder } from './code-decoder.js';
import { DecodeQrCodeHandler } from './decode-qr-code.handler.js';
import { DisplayStore } from './display.store.js';
import { EcTokenStore } from './ec-token.store.js';
import { IssueQrCodeHandler } from './issue-qr-code.handler.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';
import { QrCodeStore } from './qr-code.store.js';
import { RemoteDecodeHandler } from './remote-decode.handler.js';

/** 二维码, province shelf (5.2.3): generation, parsing, verification. */
@Module({})
export class QrCodeModule {
  static forRoot(settings: QrCodeSettings): DynamicModule {
    return {
      module: QrCodeModule,
      imports: [AuthorizationModule, CrossProvinceExchangeModule],
      providers: [
        QrCodeStore, DisplayStore, EcTokenStore, CodeDecoder, IssueQrCodeHandler, DecodeQrCodeHandler, RemoteDecodeHandler, CheckTokenHandler,
        { provide: QR_CODE_SETTINGS, useValue: settings },
      ],
      exports: [EcTokenStore],
    };
  }
}
