import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { AuthorizationRecord } from '../../../protocol/transactions/authorization-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { isBelievableMoment } from '../../../registry/province/believable-moment.js';
import { requireFollows } from '../authorization.rules.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';

type Row = typeof transactions.syncAuthorization;
type Output = ShapeType<Row['output']>;

/** 6.1.4.3 c: the province keeps the channel authorization code. What it cannot follow it refuses, so that the sender sees it (INT-118). */
@Handles(transactions.syncAuthorization)
export class ReceiveAuthorizationHandler implements Handler<Row> {
  constructor(
    private readonly authorizations: ChannelAuthorizationStore, private readonly credentials: CredentialStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handle({ input: { record }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: record.credentialNumber, facts: { state: record.state } }, async () => {
      const now = this.clock.now();
      if (!isBelievableMoment(record.changedAt, now)) {
        throw refuse('syncAuthorizationInvalid', { faults: [{ field: 'data.record.changedAt', reason: 'lies in the future' }] });
      }
      const known = await this.authorizations.find(record.authorizationCode);
      if (known === undefined) await this.requireWritable(record);
      else requireFollows(known, record);
      await this.authorizations.put(record);
      return { effectiveAt: now };
    });
  }

  /** Nobody is let in anew for a credential that is over (4.4): national tells the end last, and a new beginning (INT-44) before its first authorization. */
  private async requireWritable({ credentialNumber, state }: AuthorizationRecord): Promise<void> {
    if (state === 'revoked' || (await this.credentials.find(credentialNumber))?.state !== 'superseded') return;
    throw refuse('authorizationInfoWriteFailed', { diagnosis: 'the credential is superseded here' });
  }
}
