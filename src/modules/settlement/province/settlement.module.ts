import { Module, type DynamicModule } from '@nestjs/common';
import { CrossProvinceExchangeModule } from '../../cross-province-exchange/province/index.js';
import { FindReceiptHandler } from './find-receipt.handler.js';
import { INSURANCE_SYSTEM } from './insurance-system.port.js';
import { LinkInsuranceSystem } from './link-insurance-system.js';
import { RemoteSettlementHandler } from './remote-settlement.handler.js';
import { SettleHandler } from './settle.handler.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';
import { SettlementProcess } from './settlement-process.js';
import { SettlementStore } from './settlement.store.js';
import { UnfinishedSettlements } from './unfinished-settlements.js';

/** 结算, province shelf (6.4, 6.5). */
@Module({})
export class SettlementModule {
  /** `qrCode` is the tier's QR code room, whose tokens are checked and used up here. */
  static forRoot(settings: SettlementSettings, qrCode: DynamicModule): DynamicModule {
    return {
      module: SettlementModule,
      imports: [qrCode, CrossProvinceExchangeModule],
      providers: [
        SettlementStore, SettlementProcess, SettleHandler, RemoteSettlementHandler, FindReceiptHandler, UnfinishedSettlements,
        { provide: INSURANCE_SYSTEM, useClass: LinkInsuranceSystem },
        { provide: SETTLEMENT_SETTINGS, useValue: settings },
      ],
    };
  }
}
