import { Module, type DynamicModule } from '@nestjs/common';
import { Contacts } from '../../../kernel/link/contacts.js';
import { PeerLink } from '../../../kernel/link/peer-link.js';
import { CrossProvinceExchangeModule } from '../../cross-province-exchange/province/index.js';
import { BusinessTokens } from './business-tokens.js';
import { FindReceiptHandler } from './find-receipt.handler.js';
import { openInsuranceSystem } from './insurance-system-access.js';
import { INSURANCE_SYSTEM } from './insurance-system.port.js';
import { InsuredParties } from './insured-parties.js';
import { NotifySettlementHandler } from './notify-settlement.handler.js';
import { PreviewSettlementHandler } from './preview-settlement.handler.js';
import { RemotePreviewHandler } from './remote-preview.handler.js';
import { RemoteReversalHandler } from './remote-reversal.handler.js';
import { RemoteSettlementHandler } from './remote-settlement.handler.js';
import { ReversalDesk } from './reversal-desk.js';
import { ReversalProcess } from './reversal-process.js';
import { ReverseSettlementHandler } from './reverse-settlement.handler.js';
import { SettleHandler } from './settle.handler.js';
import { SettlementPassword } from './settlement-password.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';
import { SettlementProcess } from './settlement-process.js';
import { SettlementStore } from './settlement.store.js';
import { UnfinishedSettlements } from './unfinished-settlements.js';

/** 结算, province shelf (6.4, 6.5): pre-settlement, settlement, reversal. */
@Module({})
export class SettlementModule {
  /** `qrCode` is the tier's QR code room, whose tokens are checked and used up here. */
  static forRoot(settings: SettlementSettings, qrCode: DynamicModule): DynamicModule {
    return {
      module: SettlementModule,
      imports: [qrCode, CrossProvinceExchangeModule],
      providers: [
        SettlementStore, BusinessTokens, InsuredParties, SettlementPassword, SettlementProcess, ReversalProcess, ReversalDesk, UnfinishedSettlements,
        PreviewSettlementHandler, SettleHandler, ReverseSettlementHandler, FindReceiptHandler, NotifySettlementHandler,
        RemotePreviewHandler, RemoteSettlementHandler, RemoteReversalHandler,
        { provide: SETTLEMENT_SETTINGS, useValue: settings },
        {
          provide: INSURANCE_SYSTEM, inject: [PeerLink, Contacts],
          useFactory: (link: PeerLink, contacts: Contacts) => openInsuranceSystem(settings.insuranceSystem, settings.province, link, contacts),
        },
      ],
    };
  }
}
