import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { PasswordCheck } from '../../authorization/national/index.js';

type Row = typeof transactions.verifyPassword;
type Output = ShapeType<Row['output']>;

const FIELD = 'data.password';

/** 4.2, INT-23: a province asks whether this is the person's password. Failures count together with those made anywhere else. */
@Handles(transactions.verifyPassword)
export class VerifyPasswordHandler implements Handler<Row> {
  constructor(private readonly credentials: CredentialStore, private readonly passwords: PasswordCheck, @Inject(CLOCK) private readonly clock: Clock) {}

  async handle({ input: { credentialNumber, password }, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const state = (await this.credentials.find(credentialNumber))?.state;
    const usable = state !== undefined && state !== 'superseded';
    if (usable) await this.passwords.requireUnlocked(credentialNumber, FIELD, at);
    // Compared in any case: an unknown credential takes as long as a wrong password.
    const verdict = await this.passwords.compare(usable ? credentialNumber : undefined, password);
    if (!usable) throw refuse('credentialNotFound', { diagnosis: `the credential is ${state ?? 'unknown'}` });
    return act({ subject: credentialNumber }, async () => {
      const now = this.clock.now();
      return (await this.passwords.judge(credentialNumber, verdict, FIELD, now)) ?? { verifiedAt: now };
    });
  }
}
