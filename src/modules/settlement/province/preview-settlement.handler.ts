import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import type { Shares } from '../../../protocol/transactions/preview-insurance.js';
import { InstitutionStore } from '../../../registry/institution/institution.store.js';
import { requireOwnOrg } from '../../../registry/institution/own-org.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { requireSharesAddUp } from '../settlement.rules.js';
import { BusinessTokens } from './business-tokens.js';
import { INSURANCE_SYSTEM, type InsuranceSystem } from './insurance-system.port.js';
import type { PreviewOrder } from './settlement-order.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';

type Row = typeof transactions.previewSettlement;
type Output = ShapeType<Row['output']>;

/** 预结算: the same computation as a settlement, at home or at the insured place. Nothing is written anywhere, and the token stays checkable (INT-14). */
@Handles(transactions.previewSettlement)
export class PreviewSettlementHandler implements Handler<Row> {
  constructor(
    private readonly business: BusinessTokens, private readonly institutions: InstitutionStore,
    @Inject(INSURANCE_SYSTEM) private readonly insurance: InsuranceSystem, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
    @Inject(SETTLEMENT_SETTINGS) private readonly settings: SettlementSettings,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { input, caller, at } = call;
    call.note({ businessType: input.businessType });
    requireOwnOrg(input.orgId, caller);
    const holder = await this.business.require(input, at);
    const { kind } = await this.institutions.require(input.orgId);
    const order: PreviewOrder = { ...holder, ...input, institutionKind: kind, businessProvince: this.settings.province };
    const shares = await this.sharesOf(order, call.derivedId('preview'));
    requireSharesAddUp(order.totalFen, shares);
    const { fundFen, personalAccountFen, cashFen } = shares;
    return { insuOrg: order.poolingArea, totalFen: order.totalFen, fundFen, personalAccountFen, cashFen };
  }

  private sharesOf(order: PreviewOrder, requestId: string): Promise<Shares> {
    const { poolingArea, identity: _, insuranceType: __, ecToken: ___, ...rest } = order;
    if (provinceOfDivision(poolingArea) === this.settings.province) return this.insurance.preview(order, requestId);
    return this.national.ask(transactions.exchangePreview, { ...rest, insuOrg: poolingArea }, requestId);
  }
}
