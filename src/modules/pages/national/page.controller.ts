import { Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BodyOf } from '../../../kernel/host/body-rules.js';
import { LARGEST_FORM, type PageDesk, type PageRequest } from './page-desk.js';
import type { PageFlow } from './page-flow.js';

/** How any dedicated page is asked for; each has an address of its own in the public-service zone. */
export abstract class PageController {
  protected constructor(private readonly desk: PageDesk, private readonly flow: PageFlow) {}

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
