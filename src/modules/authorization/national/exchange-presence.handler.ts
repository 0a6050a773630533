import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { parseProvinceCode } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialReplicaStore } from '../../../registry/credential/credential-replica.store.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { requireActivated } from '../authorization.rules.js';
import { KnownPersons } from './known-persons.js';
import { PersonConfirmation } from './person-confirmation.js';

type Row = typeof transactions.exchangePresence;
type Output = ShapeType<Row['output']>;

/**
 * 7.1, INT-91: a province asks for an institution whether this is the person's password, and whose credential it is. Failures count together with those made
 * anywhere else (INT-42). National remembers who asked, as it does when a credential is fetched (6.2.2.2 b 2).
 */
@Handles(transactions.exchangePresence)
export class ExchangePresenceHandler implements Handler<Row> {
  constructor(
    private readonly people: KnownPersons, private readonly confirmation: PersonConfirmation, private readonly credentials: CredentialStore,
    private readonly replicas: CredentialReplicaStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { password } = input;
    const { credentialNumber } = await this.people.require(input, { password });
    const judge = await this.confirmation.weigh(credentialNumber, { password }, at);
    return act({ subject: credentialNumber }, async () => {
      const now = this.clock.now();
      const refusal = await judge(now);
      if (refusal !== undefined) return refusal;
      const credential = requireActivated(await this.credentials.find(credentialNumber));
      await this.replicas.note(credentialNumber, [parseProvinceCode(caller.ownerId)], now);
      return { credential, verifiedAt: now };
    });
  }
}
