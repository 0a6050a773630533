import { Module, type DynamicModule } from '@nestjs/common';
import { CodeDecoder } from '../code-decoder.js';
import { CodeIssuer } from '../code-issuer.js';
import { CODE_SETTINGS, type CodeSettings } from '../code-settings.js';
import { DisplayStore } from '../display.store.js';
import { QrCodeStore } from '../qr-code.store.js';
import { SupersededCodes } from '../superseded-codes.js';
import { WithdrawnCodes } from '../withdrawn-codes.js';
import { IssueNationalQrCodeHandler } from './issue-national-qr-code.handler.js';

/** 二维码, national shelf (5.2.2): codes of the national tier, for the official channel. */
@Module({})
export class QrCodeModule {
  /** `authorization` is the tier's authorization room, which knows who stands behind a channel's code. */
  static forRoot(settings: CodeSettings, authorization: DynamicModule): DynamicModule {
    return {
      module: QrCodeModule,
      imports: [authorization],
      providers: [QrCodeStore, DisplayStore, CodeIssuer, CodeDecoder, SupersededCodes, WithdrawnCodes, IssueNationalQrCodeHandler, { provide: CODE_SETTINGS, useValue: settings }],
      exports: [CodeDecoder],
    };
  }
}
