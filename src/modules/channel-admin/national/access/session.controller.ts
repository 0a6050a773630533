import { Delete, Get, HttpCode, Post } from '@nestjs/common';
import { AllowsAnybody, AllowsEverybodyLoggedIn } from './allowance.js';
import { Logins } from './logins.js';
import { ManagementController } from './management-controller.js';
import { CurrentToken, CurrentUser } from './management-request.js';
import type { ManagementUser } from './management-user.js';
import { JsonBody } from './request-data.js';
import { describeUser } from './user-answer.js';
import { LoginFields, PasswordChangeFields } from './user-fields.js';

/** 4.8 地方登录使用: login, logout, who am I, another password. */
@ManagementController('session')
export class SessionController {
  constructor(private readonly logins: Logins) {}

  @Post()
  @AllowsAnybody()
  async login(@JsonBody(LoginFields) { name, password }: LoginFields) {
    const { token, expiresAt, user } = await this.logins.login(name, password);
    return { token, expiresAt, user: describeUser(user) };
  }

  @Get()
  @AllowsEverybodyLoggedIn(true)
  whoAmI(@CurrentUser() user: ManagementUser) {
    return describeUser(user);
  }

  @Delete()
  @HttpCode(204)
  @AllowsEverybodyLoggedIn(true)
  logout(@CurrentUser() user: ManagementUser, @CurrentToken() token: string): Promise<void> {
    return this.logins.logout(user, token);
  }

  /** Every session ends, this one too. */
  @Post('password')
  @HttpCode(204)
  @AllowsEverybodyLoggedIn(true)
  changePassword(@CurrentUser() user: ManagementUser, @JsonBody(PasswordChangeFields) { currentPassword, newPassword }: PasswordChangeFields): Promise<void> {
    return this.logins.changeOwnPassword(user, currentPassword, newPassword);
  }
}
