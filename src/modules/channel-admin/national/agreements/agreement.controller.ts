import { Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sm3Hex } from '../../../../crypto/sm3.js';
import { BodyOf } from '../../../../kernel/host/body-rules.js';
import { agreementKinds } from '../../cooperation-agreement.rules.js';
import { Allows } from '../access/allowance.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import { JsonBody } from '../access/request-data.js';
import { ReasonFields } from '../access/user-fields.js';
import { ApplicationArea } from '../onboarding/application-area.js';
import { ApplicationRowStore } from '../onboarding/application-row.store.js';
import { APPLICATION_READERS } from '../onboarding/application.controller.js';
import { AgreementArea } from './agreement-area.js';
import { AgreementFields, LARGEST_FILING } from './agreement-fields.js';
import { CooperationAgreementStore, type CooperationAgreement } from './cooperation-agreement.store.js';
import { CooperationAgreements } from './cooperation-agreements.js';

/** Notice 二(三): the signed cooperation agreements on file. */
@ManagementController('')
export class AgreementController {
  constructor(
    private readonly agreements: CooperationAgreements, private readonly store: CooperationAgreementStore, private readonly rows: ApplicationRowStore,
  ) {}

  @Post('applications/:applicationId/agreements')
  @BodyOf(LARGEST_FILING)
  @Allows(['apply', 'endorse', 'decide'], ApplicationArea)
  file(@CurrentUser() user: ManagementUser, @Param('applicationId') id: string, @JsonBody(AgreementFields) fields: AgreementFields) {
    return this.agreements.file(user, id, fields);
  }

  /** Every agreement that counts for the channels of an application, whoever's application it was filed with. */
  @Get('applications/:applicationId/agreements')
  @Allows(APPLICATION_READERS, ApplicationArea)
  async list(@Param('applicationId') id: string) {
    const found = new Map<string, CooperationAgreement>();
    for (const { creditCode, division } of await this.rows.ofApplication(id)) {
      for (const kind of agreementKinds) {
        for (const agreement of await this.store.list(kind, creditCode, division)) found.set(agreement.agreementId, agreement);
      }
    }
    return { items: [...found.values()] };
  }

  @Get('agreements/:agreementId')
  @Allows(APPLICATION_READERS, AgreementArea)
  find(@Param('agreementId') id: string) {
    return this.store.require(id);
  }

  /** The bytes that were filed, after a look at their digest. */
  @Get('agreements/:agreementId/document')
  @Allows(APPLICATION_READERS, AgreementArea)
  async document(@Param('agreementId') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const { mediaType, digest } = await this.store.require(id);
    const document = await this.store.documentOf(id);
    if (sm3Hex(document) !== digest) throw new Error('the document of an agreement is not the one that was filed');
    void reply.header('content-type', mediaType).header('content-disposition', `attachment; filename="${id}"`);
    return document;
  }

  @Post('agreements/:agreementId/ending')
  @HttpCode(200)
  @Allows(['operate'], 'nationwide')
  end(@CurrentUser() user: ManagementUser, @Param('agreementId') id: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.agreements.end(user, id, reason);
  }
}
