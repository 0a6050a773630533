import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BodyOf } from '../../../kernel/host/body-rules.js';
import { ActivationPage } from './activation-page.js';
import { LARGEST_FORM, PageDesk, type PageRequest } from './page-desk.js';

/** 6.1.3.3 c: the dedicated page on which a password is set, in the public-service zone. */
@Controller('pages/activation')
export class ActivationPageController {
  constructor(private readonly desk: PageDesk, private readonly flow: ActivationPage) {}

  @Get()
  show(@Req() request: PageRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.desk.show(this.flow, request, reply);
  }

  @Post()
  @BodyOf(LARGEST_FORM)
  handIn(@Req() request: PageRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.desk.handIn(this.flow, request, reply);
  }
}
