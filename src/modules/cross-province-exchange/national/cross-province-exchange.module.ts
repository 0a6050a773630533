import { Module } from '@nestjs/common';
import { ExchangeDecodeHandler } from './exchange-decode.handler.js';
import { ExchangeSettlementHandler } from './exchange-settlement.handler.js';
import { LinkPeerDirectory } from './link-peer-directory.js';
import { PEER_DIRECTORY } from './peer-directory.port.js';
import { ReportInsuredPersonHandler } from './report-insured-person.handler.js';

/** 跨省交换, national shelf (4.9). */
@Module({
  providers: [ExchangeDecodeHandler, ExchangeSettlementHandler, ReportInsuredPersonHandler, { provide: PEER_DIRECTORY, useClass: LinkPeerDirectory }],
})
export class CrossProvinceExchangeModule {}
