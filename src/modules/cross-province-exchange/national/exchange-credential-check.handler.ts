import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { checkResults } from '../../../protocol/dictionaries/check-results.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';

type Row = typeof transactions.exchangeCredentialCheck;
type Output = ShapeType<Row['output']>;

/** 7.1: a province that knows of no activated credential of a person asks whether there is one. Whoever is unknown, or known by another name, has none. */
@Handles(transactions.exchangeCredentialCheck)
export class ExchangeCredentialCheckHandler implements Handler<Row> {
  constructor(private readonly credentials: CredentialStore) {}

  async handle({ input }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const activated = (await this.credentials.findOfIdentity(input))?.state === 'activated';
    return { flag: (activated ? checkResults.passed : checkResults.failed).code };
  }
}
