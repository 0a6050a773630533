import { Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { Allows } from './allowance.js';
import { ManagementController } from './management-controller.js';
import { CurrentUser } from './management-request.js';
import { ManagementUserStore } from './management-user.store.js';
import type { ManagementUser } from './management-user.js';
import { ManagementUsers } from './management-users.js';
import type { Page } from './page.js';
import { JsonBody, PageOf } from './request-data.js';
import { describeUser } from './user-answer.js';
import { UserArea } from './user-area.js';
import { InitialPasswordFields, NewUserFields, ReasonFields, UserFields } from './user-fields.js';

/** 4.8: the users of the management centre, each with a scope of its own. */
@ManagementController('users')
export class UserController {
  constructor(private readonly users: ManagementUsers, private readonly store: ManagementUserStore) {}

  @Get()
  @Allows(['administer-users', 'audit'], 'own-area')
  async list(@CurrentUser() user: ManagementUser, @PageOf() page: Page) {
    const { total, items } = await this.store.list(user.scope, page);
    return { ...page, total, items: items.map(describeUser) };
  }

  @Post()
  @Allows(['administer-users'], 'own-area')
  async add(@CurrentUser() user: ManagementUser, @JsonBody(NewUserFields) { initialPassword, ...fields }: NewUserFields) {
    return describeUser(await this.users.add(user, { ...fields, password: initialPassword, passwordOrigin: 'initial' }));
  }

  @Get(':name')
  @Allows(['administer-users', 'audit'], UserArea)
  async find(@Param('name') name: string) {
    return describeUser(await this.users.require(name));
  }

  @Put(':name')
  @Allows(['administer-users'], UserArea)
  async change(@CurrentUser() user: ManagementUser, @Param('name') name: string, @JsonBody(UserFields) fields: UserFields) {
    return describeUser(await this.users.change(user, name, fields));
  }

  @Post(':name/disabling')
  @HttpCode(204)
  @Allows(['administer-users'], UserArea)
  disable(@CurrentUser() user: ManagementUser, @Param('name') name: string, @JsonBody(ReasonFields) { reason }: ReasonFields): Promise<void> {
    return this.users.disable(user, name, reason);
  }

  @Post(':name/enabling')
  @HttpCode(204)
  @Allows(['administer-users'], UserArea)
  enable(@CurrentUser() user: ManagementUser, @Param('name') name: string, @JsonBody(ReasonFields) { reason }: ReasonFields): Promise<void> {
    return this.users.enable(user, name, reason);
  }

  @Post(':name/password')
  @HttpCode(204)
  @Allows(['administer-users'], UserArea)
  resetPassword(
    @CurrentUser() user: ManagementUser, @Param('name') name: string, @JsonBody(InitialPasswordFields) { initialPassword }: InitialPasswordFields,
  ): Promise<void> {
    return this.users.resetPassword(user, name, initialPassword);
  }
}
