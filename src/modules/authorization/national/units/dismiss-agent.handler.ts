import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CREDENTIAL_NUMBERS, type CredentialNumbers } from '../../../../registry/credential/credential-number.js';
import { withoutAgent } from '../../../../registry/unit/mandate.rules.js';
import { OfficialChannel } from '../official-channel.js';
import { UnitMandates } from './unit-mandates.js';

type Row = typeof transactions.dismissAgent;
type Output = ShapeType<Row['output']>;

/** INT-66: the legal representative takes a mandate back; it ends at once. */
@Handles(transactions.dismissAgent)
export class DismissAgentHandler implements Handler<Row> {
  constructor(
    private readonly official: OfficialChannel, private readonly mandates: UnitMandates,
    @Inject(CREDENTIAL_NUMBERS) private readonly credentialNumberOf: CredentialNumbers,
  ) {}

  async handle({ input, caller, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const agent = this.credentialNumberOf(input);
    const { unit } = await this.official.requireRepresentative(caller, input);
    return act({ subject: unit.credentialNumber }, async () => {
      const again = (await this.official.requireRepresentative(caller, input)).unit;
      return { effectiveAt: await this.mandates.replace(again, withoutAgent(again, agent)) };
    });
  }
}
