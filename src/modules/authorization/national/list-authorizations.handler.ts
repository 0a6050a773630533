import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { AuthorizationManagement } from './authorization-management.js';
import { OfficialChannel } from './official-channel.js';

type Row = typeof transactions.listAuthorizations;
type Output = ShapeType<Row['output']>;

/** 4.7: the person sees, in the official channel, which channels of other parties may use the credential. */
@Handles(transactions.listAuthorizations)
export class ListAuthorizationsHandler implements Handler<Row> {
  constructor(private readonly official: OfficialChannel, private readonly management: AuthorizationManagement) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { credentialNumber } = await this.official.requirePerson(caller, input.authorizationCode);
    return { authorizations: await this.management.list(credentialNumber) };
  }
}
