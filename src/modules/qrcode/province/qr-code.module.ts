import { Module, type DynamicModule } from '@nestjs/common';
import { AuthorizationModule } from '../../authorization/province/index.js';
import { CrossProvinceExchangeModule } from '../../cross-province-exchange/province/index.js';
import { CodeDecoder } from '../code-decoder.js';
import { CodeIssuer } from '../code-issuer.js';
import { CODE_SETTINGS } from '../code-settings.js';
import { DisplayStore } from '../display.store.js';
import { QrCodeStore } from '../qr-code.store.js';
import { SupersededCodes } from '../superseded-codes.js';
import { WithdrawnCodes } from '../withdrawn-codes.js';
import { CheckTokenHandler } from './check-token.handler.js';
import { DecodeQrCodeHandler } from './decode-qr-code.handler.js';
import { DisplayPassword } from './display-password.js';
import { EcTokenStore } from './ec-token.store.js';
import { HandleBusinessHandler } from './handle-business.handler.js';
import { HandlingDesk } from './handling-desk.js';
import { HolderLookup } from './holder-lookup.js';
import { CheckCredentialHandler } from './institution-access/check-credential.handler.js';
import { CheckQrCodeHandler } from './institution-access/check-qr-code.handler.js';
import { IssueInstitutionQrCodeHandler } from './institution-access/issue-institution-qr-code.handler.js';
import { RemoteCheckQrCodeHandler } from './institution-access/remote-check-qr-code.handler.js';
import { TerminalAccess } from './institution-access/terminal-access.js';
import { InstitutionCounter } from './institution-counter.js';
import { IssueQrCodeHandler } from './issue-qr-code.handler.js';
import { PersonHolders } from './person-holders.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';
import { RemoteDecodeHandler } from './remote-decode.handler.js';
import { StalePersons } from './stale-persons.js';
import { SupersededTokens } from './superseded-tokens.js';
import { TerminalDoor } from './terminals/terminal-door.js';
import { terminalController } from './terminals/terminal.controller.js';
import { UnfinishedHandlings } from './unfinished-handlings.js';
import { CheckUnitTokenHandler } from './units/check-unit-token.handler.js';
import { DecodeUnitQrCodeHandler } from './units/decode-unit-qr-code.handler.js';
import { EndedMandates } from './units/ended-mandates.js';
import { IssueUnitQrCodeHandler } from './units/issue-unit-qr-code.handler.js';
import { RemoteUnitDecodeHandler } from './units/remote-unit-decode.handler.js';
import { UnitCodeDecoder } from './units/unit-code-decoder.js';
import { UnitHolders } from './units/unit-holders.js';

/** 单位用码 (INT-67). */
const units = [
  UnitHolders, UnitCodeDecoder, EndedMandates, IssueUnitQrCodeHandler, DecodeUnitQrCodeHandler, RemoteUnitDecodeHandler, CheckUnitTokenHandler,
];

/** 二维码, province shelf (5.2.3): generation, parsing, verification, and what is handled with a scanned code (6.3). */
@Module({})
export class QrCodeModule {
  static forRoot(settings: QrCodeSettings): DynamicModule {
    const { province, codeMs, displayMs, terminalPrefixes } = settings;
    return {
      module: QrCodeModule,
      imports: [AuthorizationModule, CrossProvinceExchangeModule],
      controllers: [terminalController(terminalPrefixes)],
      providers: [
        QrCodeStore, DisplayStore, EcTokenStore, CodeIssuer, CodeDecoder, DisplayPassword, InstitutionCounter, StalePersons, SupersededCodes, WithdrawnCodes,
        SupersededTokens, IssueQrCodeHandler, DecodeQrCodeHandler, RemoteDecodeHandler, CheckTokenHandler, HandleBusinessHandler,
        HandlingDesk, UnfinishedHandlings, HolderLookup, PersonHolders, ...units,
        TerminalDoor, TerminalAccess, IssueInstitutionQrCodeHandler, CheckQrCodeHandler, RemoteCheckQrCodeHandler, CheckCredentialHandler,
        { provide: QR_CODE_SETTINGS, useValue: settings },
        { provide: CODE_SETTINGS, useValue: { issuer: province, codeMs, displayMs } },
      ],
      exports: [EcTokenStore, StalePersons, InstitutionCounter, DisplayPassword],
    };
  }
}
