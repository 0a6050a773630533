import { Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Role } from '../../role.rules.js';
import { Allows } from '../access/allowance.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import { JsonBody } from '../access/request-data.js';
import { ChannelArea } from '../channels/channel-area.js';
import { CHANNEL_READERS } from '../channels/channel.controller.js';
import { ApplicationArea } from '../onboarding/application-area.js';
import { APPLICATION_READERS } from '../onboarding/application.controller.js';
import { ChannelApplicationStore, type ApplicationStep } from '../onboarding/channel-application.store.js';
import { applicationSheet } from './application-sheet.js';
import { DecisionNotices, type Render } from './decision-notices.js';
import { noticeSheet } from './notice-sheet.js';
import { printed, PrintingFields, type PrintFormat } from './printed.js';

/** Who may take the one look at the secrets: who issues, and the departments that carry them to the channel. */
const RECEIVERS: readonly [Role, ...Role[]] = ['issue', 'apply', 'endorse'];

type Page = Promise<string | Buffer>;

/** D.2: application form and decision notice, to be printed. The secrets stand in the notice once, in its `printing`. */
@ManagementController('')
export class FormController {
  constructor(private readonly applications: ChannelApplicationStore, private readonly notices: DecisionNotices) {}

  @Get('applications/:applicationId/form.html')
  @Allows(APPLICATION_READERS, ApplicationArea)
  formHtml(@Param('applicationId') id: string, @Res({ passthrough: true }) reply: FastifyReply): Page {
    return this.form(id, 'html', reply);
  }

  @Get('applications/:applicationId/form.pdf')
  @Allows(APPLICATION_READERS, ApplicationArea)
  formPdf(@Param('applicationId') id: string, @Res({ passthrough: true }) reply: FastifyReply): Page {
    return this.form(id, 'pdf', reply);
  }

  @Get('applications/:applicationId/notice')
  @Allows(APPLICATION_READERS, ApplicationArea)
  notice(@Param('applicationId') id: string) {
    return this.notices.ofApplication(id);
  }

  @Get('applications/:applicationId/notice.html')
  @Allows(APPLICATION_READERS, ApplicationArea)
  async noticeHtml(@Param('applicationId') id: string, @Res({ passthrough: true }) reply: FastifyReply): Page {
    return printed(reply, 'html', noticeSheet(await this.notices.ofApplication(id)));
  }

  @Get('applications/:applicationId/notice.pdf')
  @Allows(APPLICATION_READERS, ApplicationArea)
  async noticePdf(@Param('applicationId') id: string, @Res({ passthrough: true }) reply: FastifyReply): Page {
    return printed(reply, 'pdf', noticeSheet(await this.notices.ofApplication(id)));
  }

  @Post('applications/:applicationId/notice/printing')
  @HttpCode(200)
  @Allows(RECEIVERS, ApplicationArea)
  printNotice(
    @CurrentUser() user: ManagementUser, @Param('applicationId') id: string, @JsonBody(PrintingFields) { format }: PrintingFields,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return this.notices.printOnce(user, id, asPrinted(format, reply));
  }

  /** The notice of one channel with the keys it has now: after a rotation. */
  @Get('channels/:channelNumber/notice')
  @Allows(CHANNEL_READERS, ChannelArea)
  channelNotice(@Param('channelNumber') channelNumber: string) {
    return this.notices.ofChannel(channelNumber);
  }

  @Post('channels/:channelNumber/notice/printing')
  @HttpCode(200)
  @Allows(RECEIVERS, ChannelArea)
  printChannelNotice(
    @CurrentUser() user: ManagementUser, @Param('channelNumber') channelNumber: string, @JsonBody(PrintingFields) { format }: PrintingFields,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return this.notices.printChannelOnce(user, channelNumber, asPrinted(format, reply));
  }

  private async form(id: string, format: 'html' | 'pdf', reply: FastifyReply): Page {
    const { form } = await this.applications.require(id);
    return printed(reply, format, applicationSheet(form, standingEndorsement(await this.applications.steps(id))));
  }
}

/** The province's word, unless the form was given back since. */
function standingEndorsement(steps: readonly ApplicationStep[]): ApplicationStep | undefined {
  const last = steps.findLast(({ act }) => act === 'endorse' || act === 'return');
  return last?.act === 'endorse' ? last : undefined;
}

function asPrinted(format: PrintFormat, reply: FastifyReply): Render<unknown> {
  return (notice) => (format === 'json' ? notice : printed(reply, format, noticeSheet(notice)));
}
