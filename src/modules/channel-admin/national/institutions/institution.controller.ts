import { Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { accessProfileShape, type AccessProfile } from '../../../../protocol/transactions/register-institution.js';
import { InstitutionStore, type DesignatedInstitution } from '../../../../registry/institution/institution.store.js';
import { TerminalStore } from '../../../../registry/institution/terminal.store.js';
import type { InstitutionAct } from '../../institution-standing.rules.js';
import type { Role } from '../../role.rules.js';
import { Allows } from '../access/allowance.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import { sliceOf, type Page } from '../access/page.js';
import { BodyByTable, JsonBody, PageOf, QueryOf } from '../access/request-data.js';
import { ReasonFields } from '../access/user-fields.js';
import { printed } from '../forms/printed.js';
import { InstitutionArea } from './institution-area.js';
import { InstitutionQuery } from './institution-fields.js';
import { InstitutionLifecycle } from './institution-lifecycle.js';
import { terminalSheet } from './terminal-sheet.js';

/** Whoever registers, watches over or audits may read of the institutions and terminals within the own scope. */
export const INSTITUTION_READERS: readonly [Role, ...Role[]] = ['register', 'operate', 'audit'];

/** 7.1: the designated institutions, open by default, and what happens to them. */
@ManagementController('institutions')
export class InstitutionController {
  constructor(private readonly lifecycle: InstitutionLifecycle, private readonly institutions: InstitutionStore, private readonly terminals: TerminalStore) {}

  @Get()
  @Allows(INSTITUTION_READERS, 'own-area')
  async list(@CurrentUser() { scope: { area } }: ManagementUser, @PageOf() page: Page, @QueryOf(InstitutionQuery) query: InstitutionQuery) {
    return { ...page, ...(await this.institutions.search(area, query, sliceOf(page))) };
  }

  @Get(':orgId')
  @Allows(INSTITUTION_READERS, InstitutionArea)
  find(@Param('orgId') orgId: string): Promise<DesignatedInstitution> {
    return this.institutions.require(orgId, 'orgId');
  }

  @Get(':orgId/profile')
  @Allows(INSTITUTION_READERS, InstitutionArea)
  profile(@Param('orgId') orgId: string): Promise<AccessProfile> {
    return this.lifecycle.profile(orgId);
  }

  /** INT-140: which ways to sign and to encrypt it may use; what is not among them is refused. */
  @Put(':orgId/profile')
  @Allows(['operate'], InstitutionArea)
  async allow(@CurrentUser() user: ManagementUser, @Param('orgId') orgId: string, @BodyByTable(accessProfileShape) wanted: AccessProfile) {
    await this.lifecycle.allow(user, orgId, wanted);
    return this.profile(orgId);
  }

  @Post(':orgId/suspension')
  @HttpCode(200)
  @Allows(['operate'], InstitutionArea)
  suspend(@CurrentUser() user: ManagementUser, @Param('orgId') orgId: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.change(user, orgId, 'suspend', reason);
  }

  @Post(':orgId/resumption')
  @HttpCode(200)
  @Allows(['operate'], InstitutionArea)
  resume(@CurrentUser() user: ManagementUser, @Param('orgId') orgId: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.change(user, orgId, 'resume', reason);
  }

  /** Final. */
  @Post(':orgId/closure')
  @HttpCode(200)
  @Allows(['operate'], InstitutionArea)
  close(@CurrentUser() user: ManagementUser, @Param('orgId') orgId: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.change(user, orgId, 'close', reason);
  }

  /** 表1 终端登记信息: every terminal of one institution. */
  @Get(':orgId/terminals')
  @Allows(INSTITUTION_READERS, InstitutionArea)
  async register(@Param('orgId') orgId: string) {
    return { institution: await this.find(orgId), terminals: await this.terminals.ofInstitution(orgId) };
  }

  /** The same, to be printed. */
  @Get(':orgId/terminals.html')
  @Allows(INSTITUTION_READERS, InstitutionArea)
  async printedRegister(@Param('orgId') orgId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | Buffer> {
    const { institution, terminals } = await this.register(orgId);
    return printed(reply, 'html', terminalSheet(institution, terminals));
  }

  private async change(user: ManagementUser, orgId: string, act: InstitutionAct, reason: string): Promise<DesignatedInstitution> {
    await this.lifecycle.change(user, orgId, act, reason);
    return this.find(orgId);
  }
}
