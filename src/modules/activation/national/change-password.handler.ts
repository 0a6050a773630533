import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CodeHolders, CredentialPasswordStore, PasswordCheck } from '../../authorization/national/index.js';
import { requireAnotherPassword, requireGoodPassword } from '../password.rules.js';

type Row = typeof transactions.changePassword;
type Output = ShapeType<Row['output']>;

const FIELD = 'data.oldPassword';

/** 密码管理 (5.2.2): the person says the old password and sets another one. */
@Handles(transactions.changePassword)
export class ChangePasswordHandler implements Handler<Row> {
  constructor(
    private readonly holders: CodeHolders, private readonly check: PasswordCheck, private readonly passwords: CredentialPasswordStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { authorizationCode, oldPassword, newPassword } = input;
    const { credentialNumber, idNo } = await this.holders.require(authorizationCode, caller.ownerId);
    requireGoodPassword(newPassword, idNo, 'data.newPassword');
    requireAnotherPassword(oldPassword, newPassword);
    await this.check.requireUnlocked(credentialNumber, FIELD, at);
    const verdict = await this.check.compare(credentialNumber, oldPassword);
    const hash = await this.check.hash(newPassword);
    return act({ subject: credentialNumber }, async () => {
      const now = this.clock.now();
      const refusal = await this.check.judge(credentialNumber, verdict, FIELD, now);
      if (refusal !== undefined) return refusal;
      await this.holders.require(authorizationCode, caller.ownerId);
      await this.passwords.set(credentialNumber, hash, now);
      return { changedAt: now };
    });
  }
}
