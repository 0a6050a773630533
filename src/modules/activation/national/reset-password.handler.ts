import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { CredentialPasswordStore, Lockout, PasswordCheck } from '../../authorization/national/index.js';
import { requireHandling } from '../handling.rules.js';
import { requireGoodPassword } from '../password.rules.js';
import { HandlingStore } from './handling.store.js';

type Row = typeof transactions.resetPassword;
type Output = ShapeType<Row['output']>;

/** 密码管理 (5.2.2): who has forgotten the password proves real name and real person in a handling and sets another one; a lock is lifted by it. */
@Handles(transactions.resetPassword)
export class ResetPasswordHandler implements Handler<Row> {
  constructor(
    private readonly handlings: HandlingStore, private readonly credentials: CredentialStore, private readonly passwords: CredentialPasswordStore,
    private readonly passwordCheck: PasswordCheck, private readonly lockout: Lockout, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { handlingSerialNo, realPersonSerialNo, newPassword } = input;
    const { credentialNumber } = requireHandling(await this.handlings.find(handlingSerialNo), caller.ownerId, at);
    requireGoodPassword(newPassword, (await this.requireActivated(credentialNumber)).idNo, 'data.newPassword');
    const hash = await this.passwordCheck.hash(newPassword);
    return act({ subject: credentialNumber }, async () => {
      const now = this.clock.now();
      await this.requireActivated(credentialNumber);
      if (!(await this.handlings.finish(handlingSerialNo, realPersonSerialNo))) throw refuse('realPersonSerialNoInvalid');
      await this.passwords.set(credentialNumber, hash, now);
      await this.lockout.forgive('password', credentialNumber);
      return { changedAt: now };
    });
  }

  /** Before the activation there is no password to reset (`500042`); a superseded credential has none any more (`500001`). */
  private async requireActivated(credentialNumber: CredentialNumber): Promise<CredentialRecord> {
    const credential = await this.credentials.find(credentialNumber);
    if (credential?.state === 'activated') return credential;
    throw refuse(credential?.state === 'registered' ? 'passwordNotSet' : 'credentialNotFound');
  }
}
