import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { requireValidNumber } from '../../../protocol/identity-documents.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CREDENTIAL_NUMBERS, type CredentialNumbers } from '../../../registry/credential/credential-number.js';
import { InsuredPersonReports } from '../../../registry/credential/insured-person-reports.js';
import { requireOwnArea } from '../../../registry/province/own-area.js';

type Row = typeof transactions.reportInsuredPerson;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** Notice 二(二): takes one person's base data and insured place into the national register and gives the person a credential number (4.1). */
@Handles(transactions.reportInsuredPerson)
export class ReportInsuredPersonHandler implements Handler<Row> {
  constructor(
    private readonly reports: InsuredPersonReports, @Inject(CREDENTIAL_NUMBERS) private readonly credentialNumberOf: CredentialNumbers,
  ) {}

  async handle({ input, caller, act }: Call<Input, Output>): Promise<Output> {
    requireOwnArea(caller, input.poolingArea);
    requireValidNumber(input);
    return act({ subject: this.credentialNumberOf(input), facts: { poolingArea: input.poolingArea } }, async () => {
      const [result] = await this.reports.enter([input]);
      if (result.outcome === 'refused') throw refuseField(`data.${result.field}`, result.why);
      return { credentialState: result.credentialState };
    });
  }
}
