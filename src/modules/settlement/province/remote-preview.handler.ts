import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireSharesAddUp } from '../settlement.rules.js';
import { INSURANCE_SYSTEM, type InsuranceSystem } from './insurance-system.port.js';
import { InsuredParties } from './insured-parties.js';
import type { PreviewOrder } from './settlement-order.js';

type Row = typeof transactions.remotePreview;
type Output = ShapeType<Row['output']>;

/** 6.5: the insured place says what a settlement in another province would come to. Nothing is written. */
@Handles(transactions.remotePreview)
export class RemotePreviewHandler implements Handler<Row> {
  constructor(private readonly parties: InsuredParties, @Inject(INSURANCE_SYSTEM) private readonly insurance: InsuranceSystem) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { insuOrg, ...asked } = call.input;
    const order: PreviewOrder = { ...(await this.parties.require(asked.credentialNumber, insuOrg)), ...asked, ecToken: undefined };
    const shares = await this.insurance.preview(order, call.derivedId('preview'));
    requireSharesAddUp(order.totalFen, shares);
    return shares;
  }
}
