import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { countedFor } from '../../../../registry/person/insured-places.rules.js';
import { AuthorizationManagement } from '../authorization-management.js';
import { OfficialChannel } from '../official-channel.js';

type Row = typeof transactions.changeUnitAuthorization;
type Output = ShapeType<Row['output']>;

/** 4.7, INT-69: the legal representative suspends, restores or revokes what a channel of another party may do with the unit's credential. */
@Handles(transactions.changeUnitAuthorization)
export class ChangeUnitAuthorizationHandler implements Handler<Row> {
  constructor(private readonly official: OfficialChannel, private readonly management: AuthorizationManagement) {}

  async handle({ input, caller, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { channelNumber, change } = input;
    const { unit } = await this.official.requireRepresentative(caller, input);
    await this.management.requireThirdParty(channelNumber);
    const { credentialNumber } = unit;
    return act({ subject: credentialNumber, facts: { channelNumber, change, ...countedFor(unit) } }, async () => {
      await this.official.requireRepresentative(caller, input);
      const { state, changedAt } = await this.management.change(credentialNumber, channelNumber, change);
      return { state, changedAt };
    });
  }
}
