import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TRANSACTION_PATH } from '../../client/transaction-client.js';
import { openApiDocument } from '../../protocol/description/openapi.js';
import type { Zone } from '../../protocol/transaction.js';
import { catalogue } from '../../protocol/transactions/index.js';
import { zoneOf } from '../host/listeners.js';
import { TierIdentity } from '../host/tier-identity.js';

/** Tells an integrator what this listener takes: the transactions of this tier in this zone, as an OpenAPI 3.1 document. */
@Controller()
export class OpenApiController {
  private readonly documents = new Map<Zone, object>();

  constructor(private readonly tier: TierIdentity) {}

  @Get('openapi.json')
  document(@Req() request: FastifyRequest): object {
    const zone = zoneOf(request.raw);
    const made = this.documents.get(zone) ?? this.describe(zone);
    this.documents.set(zone, made);
    return made;
  }

  private describe(zone: Zone): object {
    const transactions = catalogue.filter((row) => row.servedBy === this.tier.server && row.zone === zone);
    return openApiDocument({ title: `openec ${this.tier.name} (${zone})`, path: TRANSACTION_PATH, transactions });
  }
}
