import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BodyOf } from '../../../kernel/host/body-rules.js';
import { AuthorizationPage } from './authorization-page.js';
import { LARGEST_FORM, PageDesk, type PageRequest } from './page-desk.js';

/** 6.1.4.3 a: the dedicated page of an authorization, in the public-service zone. */
@Controller('pages/authorization')
export class AuthorizationPageController {
  constructor(private readonly desk: PageDesk, private readonly flow: AuthorizationPage) {}

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
