import { Controller, Get, NotFoundException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { zoneOf } from '../host/listeners.js';
import { Metrics } from './metrics.js';

/** Service monitoring (5.2.2, 5.2.3) by machines: in the core zone only, to the public-service zone the address does not exist. */
@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get('metrics')
  async text(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (zoneOf(request.raw) !== 'core') throw new NotFoundException();
    void reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
