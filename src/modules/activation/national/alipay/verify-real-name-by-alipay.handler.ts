import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { InsuredPersonStore } from '../../../../registry/person/insured-person.store.js';
import { OpenedHandlings } from '../opened-handlings.js';
import { ALIPAY, type Alipay } from './alipay.port.js';

type Row = typeof transactions.verifyRealNameByAlipay;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 a (2.4) with Alipay as the verifier: it says who has consented there; national must have that person's base information. // INT-123 */
@Handles(transactions.verifyRealNameByAlipay)
export class VerifyRealNameByAlipayHandler implements Handler<Row> {
  constructor(private readonly people: InsuredPersonStore, private readonly handlings: OpenedHandlings, @Inject(ALIPAY) private readonly alipay: Alipay) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { authCode, businessPlace } = call.input;
    const person = await this.people.require(await this.alipay.identityOf(authCode));
    return this.handlings.open(call, person, businessPlace);
  }
}
