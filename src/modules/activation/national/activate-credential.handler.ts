import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { PageDuty } from '../../authorization/national/index.js';
import { CredentialActivation } from './credential-activation.js';

type Row = typeof transactions.activateCredential;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 b–e: sets the password, activates, makes the channel authorization code, and tells the channel and the provinces. */
@Handles(transactions.activateCredential)
export class ActivateCredentialHandler implements Handler<Row> {
  constructor(private readonly activation: CredentialActivation, private readonly duty: PageDuty) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    await this.duty.requireMayTake(caller, input.password);
    const { subject, facts, carryOut } = await this.activation.weigh({ ...input, channelNumber: caller.ownerId, at });
    return act({ subject, facts }, carryOut);
  }
}
