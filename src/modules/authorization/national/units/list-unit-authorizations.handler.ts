import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { AuthorizationManagement } from '../authorization-management.js';
import { OfficialChannel } from '../official-channel.js';

type Row = typeof transactions.listUnitAuthorizations;
type Output = ShapeType<Row['output']>;

/** 4.7, INT-69: the legal representative sees, in the official channel, which channels of other parties may use the unit's credential. */
@Handles(transactions.listUnitAuthorizations)
export class ListUnitAuthorizationsHandler implements Handler<Row> {
  constructor(private readonly official: OfficialChannel, private readonly management: AuthorizationManagement) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { unit } = await this.official.requireRepresentative(caller, input);
    return { authorizations: await this.management.list(unit.credentialNumber) };
  }
}
