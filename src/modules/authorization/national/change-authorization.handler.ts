import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { countedFor } from '../../../registry/person/insured-places.rules.js';
import { AuthorizationManagement } from './authorization-management.js';
import { OfficialChannel } from './official-channel.js';

type Row = typeof transactions.changeAuthorization;
type Output = ShapeType<Row['output']>;

/** 4.7: the person suspends, restores or revokes what a channel of another party was authorized to; every province that holds it learns of it. */
@Handles(transactions.changeAuthorization)
export class ChangeAuthorizationHandler implements Handler<Row> {
  constructor(private readonly official: OfficialChannel, private readonly management: AuthorizationManagement) {}

  async handle({ input, caller, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { authorizationCode, channelNumber, change } = input;
    const person = await this.official.requirePerson(caller, authorizationCode);
    const { credentialNumber } = person;
    await this.management.requireThirdParty(channelNumber);
    return act({ subject: credentialNumber, facts: { channelNumber, change, ...countedFor(person) } }, async () => {
      // Again inside: between the look and the act the person may have changed identity (4.4) or entered elsewhere.
      await this.official.requirePerson(caller, authorizationCode);
      const { state, changedAt } = await this.management.change(credentialNumber, channelNumber, change);
      return { state, changedAt };
    });
  }
}
