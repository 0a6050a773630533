import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { parseProvinceCode } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialReplicaStore } from '../../../registry/credential/credential-replica.store.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { requireNotRevoked, requireOwnCode } from '../authorization.rules.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';

type Row = typeof transactions.exchangeCredential;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * 6.2.2.2 b 2: a business place does not know the person behind an authorization code and asks national. National remembers who asked, in the unit of
 * work in which it looks: whatever changes from then on reaches this province too.
 */
@Handles(transactions.exchangeCredential)
export class ExchangeCredentialHandler implements Handler<Row> {
  constructor(
    private readonly authorizations: ChannelAuthorizationStore, private readonly credentials: CredentialStore,
    private readonly replicas: CredentialReplicaStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, step }: Call<Input, Output>): Promise<Output> {
    const { credentialNumber } = await this.requireAuthorization(input);
    return step({ subject: credentialNumber }, async () => {
      const found = await this.find(input);
      await this.replicas.note(credentialNumber, [parseProvinceCode(caller.ownerId)], this.clock.now());
      return found;
    });
  }

  private async find(input: Input): Promise<Output> {
    const authorization = await this.requireAuthorization(input);
    const credential = await this.credentials.find(authorization.credentialNumber);
    if (credential === undefined) throw refuse('credentialNotFound');
    return { credential, authorization };
  }

  /** A suspended authorization may be restored and is told with its state; a revoked one opens nothing any more (`500003`). */
  private async requireAuthorization(input: Input) {
    const authorization = await this.authorizations.find(input.authorizationCode);
    if (authorization === undefined) throw refuse('authorizationCodeInvalid', { diagnosis: 'national knows no such authorization code' });
    requireOwnCode(authorization, input.channelNumber);
    requireNotRevoked(authorization);
    return authorization;
  }
}
