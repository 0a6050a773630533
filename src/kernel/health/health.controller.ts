import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { HealthChecks } from './health-checks.js';
import { TierIdentity } from '../host/tier-identity.js';

/** Service monitoring (5.2.2, 5.2.3), on both listeners. Tells why, in words; nothing personal stands in it. */
@Controller()
export class HealthController {
  constructor(private readonly checks: HealthChecks, private readonly tier: TierIdentity) {}

  /** The process lives and says how it is. */
  @Get('health')
  async health(): Promise<object> {
    const checks = await this.checks.run();
    return { tier: this.tier.name, environment: this.tier.environment, ok: checks.every((check) => check.ok), checks };
  }

  /** 200 when requests can be answered, 503 otherwise. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const checks = await this.checks.run();
    const missing = checks.filter((check) => check.needed && !check.ok);
    if (missing.length > 0) void reply.status(503);
    return { tier: this.tier.name, ready: missing.length === 0, why: missing.map((check) => `${check.name}: ${check.why}`), checks };
  }
}
