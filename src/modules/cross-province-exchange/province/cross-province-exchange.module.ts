import { Module } from '@nestjs/common';
import { LinkNationalGateway } from './link-national-gateway.js';
import { NATIONAL_GATEWAY } from './national-gateway.port.js';

/** 跨省交换, province shelf (4.9): the way to national. */
@Module({ providers: [{ provide: NATIONAL_GATEWAY, useClass: LinkNationalGateway }], exports: [NATIONAL_GATEWAY] })
export class CrossProvinceExchangeModule {}
