import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse, type Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialHolders } from '../../../registry/credential/credential-holders.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { isBelievableMoment } from '../../../registry/province/believable-moment.js';

type Row = typeof transactions.syncActivation;
type Output = ShapeType<Row['output']>;

/** 6.1.2.3 c: an insured province learns the state of a credential. What it cannot follow it refuses, so that the sender sees it (INT-118). */
@Handles(transactions.syncActivation)
export class ReceiveActivationHandler implements Handler<Row> {
  constructor(
    private readonly credentials: CredentialStore, private readonly holders: CredentialHolders, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handle({ input: { record }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: record.credentialNumber, facts: { state: record.state } }, async () => {
      requireActivation(record, this.clock.now());
      await this.holders.requireSame(record, 'credentialUpdateFailed');
      await this.requireOneWord(record);
      await this.credentials.takeOver(record);
      return { effectiveAt: this.clock.now() };
    });
  }

  /** National dates every change later than the one before: two states of one moment cannot both be its word. */
  private async requireOneWord({ credentialNumber, state, changedAt }: CredentialRecord): Promise<void> {
    const known = await this.credentials.find(credentialNumber);
    if (known?.changedAt !== changedAt || known.state === state) return;
    throw refuse('activationUpdateFailed', { diagnosis: `the credential is ${known.state} here by a word of the same moment` });
  }
}

/** Tells of an activation or of its end, and was not written in the future. */
function requireActivation({ state, changedAt }: CredentialRecord, now: number): void {
  if (state === 'registered') throw invalid('state', 'is not activated yet: there is nothing to follow');
  if (!isBelievableMoment(changedAt, now)) throw invalid('changedAt', 'lies in the future');
}

const invalid = (member: string, reason: string): Refusal => refuse('syncActivationInvalid', { faults: [{ field: `data.record.${member}`, reason }] });
