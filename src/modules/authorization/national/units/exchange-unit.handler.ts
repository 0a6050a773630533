import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { AskedAuthorizations } from '../asked-authorizations.js';

type Row = typeof transactions.exchangeUnit;
type Output = ShapeType<Row['output']>;

/** 6.2.2.2 b 2, INT-69: tells a business place the unit behind an authorization code. */
@Handles(transactions.exchangeUnit)
export class ExchangeUnitHandler implements Handler<Row> {
  constructor(private readonly asked: AskedAuthorizations, private readonly units: UnitCredentialStore) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { holder: unit, authorization } = await this.asked.answer(call, (credentialNumber) => this.units.find(credentialNumber));
    return { unit, authorization };
  }
}
