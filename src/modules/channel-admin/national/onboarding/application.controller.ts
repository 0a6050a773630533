import { Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { ApplicationAct } from '../../application-state.rules.js';
import type { Role } from '../../role.rules.js';
import { Allows } from '../access/allowance.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import type { Page } from '../access/page.js';
import { JsonBody, PageOf, QueryOf } from '../access/request-data.js';
import { NoFields, ReasonFields } from '../access/user-fields.js';
import { describeApplication, describeBriefly } from './application-answer.js';
import { ApplicationArea } from './application-area.js';
import { ApplicationForm } from './application-form.js';
import { ApplicationRowStore } from './application-row.store.js';
import { ApplicationQuery, DecisionFields, EndorsementFields } from './application-step-fields.js';
import { ChannelApplicationStore } from './channel-application.store.js';
import { ChannelApplications } from './channel-applications.js';
import { IssueChannels } from './issue-channels.js';
import { IssueFields } from './issue-fields.js';

/** Whoever has to do with applications may read those within the own scope. */
export const APPLICATION_READERS: readonly [Role, ...Role[]] = ['apply', 'endorse', 'decide', 'issue', 'operate', 'audit'];

/** 4.3, D.2: the way of a third-party channel into the system. */
@ManagementController('applications')
export class ApplicationController {
  constructor(
    private readonly applications: ChannelApplications, private readonly store: ChannelApplicationStore, private readonly rows: ApplicationRowStore,
    private readonly issuing: IssueChannels,
  ) {}

  @Get()
  @Allows(APPLICATION_READERS, 'own-area')
  async list(@CurrentUser() { scope }: ManagementUser, @PageOf() page: Page, @QueryOf(ApplicationQuery) { state }: ApplicationQuery) {
    const { total, items } = await this.store.list(scope.area, state === undefined ? [] : [state], page);
    return { ...page, total, items: items.map(describeBriefly) };
  }

  @Post()
  @Allows(['apply'], 'own-area')
  async draft(@CurrentUser() user: ManagementUser, @JsonBody(ApplicationForm) form: ApplicationForm) {
    return this.find((await this.applications.draft(user, form)).applicationId);
  }

  @Get(':applicationId')
  @Allows(APPLICATION_READERS, ApplicationArea)
  async find(@Param('applicationId') id: string) {
    return describeApplication(await this.store.require(id), await this.store.steps(id), await this.rows.ofApplication(id));
  }

  @Put(':applicationId')
  @Allows(['apply'], ApplicationArea)
  async write(@CurrentUser() user: ManagementUser, @Param('applicationId') id: string, @JsonBody(ApplicationForm) form: ApplicationForm) {
    await this.applications.write(user, id, form);
    return this.find(id);
  }

  @Post(':applicationId/submission')
  @HttpCode(200)
  @Allows(['apply'], ApplicationArea)
  submit(@CurrentUser() user: ManagementUser, @Param('applicationId') id: string, @JsonBody(NoFields) _nothing: NoFields) {
    return this.step(user, id, 'submit', '');
  }

  @Post(':applicationId/withdrawal')
  @HttpCode(200)
  @Allows(['apply'], ApplicationArea)
  withdraw(@CurrentUser() user: ManagementUser, @Param('applicationId') id: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.step(user, id, 'withdraw', reason);
  }

  /** 由地方医保主管部门逐级上报: the province hands the application up. */
  @Post(':applicationId/endorsement')
  @HttpCode(200)
  @Allows(['endorse'], ApplicationArea)
  endorse(@CurrentUser() user: ManagementUser, @Param('applicationId') id: string, @JsonBody(EndorsementFields) { opinion }: EndorsementFields) {
    return this.step(user, id, 'endorse', opinion);
  }

  /** Back to the department that applied, to be written anew: by the province before it endorses, by the bureau before it decides. */
  @Post(':applicationId/return')
  @HttpCode(200)
  @Allows(['endorse', 'decide'], ApplicationArea)
  giveBack(@CurrentUser() user: ManagementUser, @Param('applicationId') id: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.step(user, id, 'return', reason);
  }

  /** 由国家医疗保障局审批. */
  @Post(':applicationId/decision')
  @HttpCode(200)
  @Allows(['decide'], 'nationwide')
  decide(@CurrentUser() user: ManagementUser, @Param('applicationId') id: string, @JsonBody(DecisionFields) { approved, reason }: DecisionFields) {
    return this.step(user, id, approved ? 'approve' : 'reject', reason ?? '');
  }

  /** 并完成认证授权: channel numbers, APPIDs and keys, by another person than the one who decided. */
  @Post(':applicationId/issue')
  @HttpCode(200)
  @Allows(['issue'], 'nationwide')
  async issue(@CurrentUser() user: ManagementUser, @Param('applicationId') id: string, @JsonBody(IssueFields) fields: IssueFields) {
    return { channels: await this.issuing.issue(user, id, fields) };
  }

  private async step(user: ManagementUser, id: string, act: ApplicationAct, note: string) {
    await this.applications.take(user, id, act, note);
    return this.find(id);
  }
}
