import { Controller, HttpCode, Header, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TRANSACTION_PATH } from '../../client/transaction-client.js';
import { zoneOf } from '../host/listeners.js';
import { TransactionDesk } from './transaction-desk.js';

/** A.1.2: POST, JSON, UTF-8. The HTTP status only says that an answer came; the verdict stands in `code`. */
@Controller()
export class TransactionController {
  constructor(private readonly desk: TransactionDesk) {}

  @Post(TRANSACTION_PATH)
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  post(@Req() request: FastifyRequest<{ Body: Buffer | undefined }>): Promise<string> {
    return this.desk.answer(request.body ?? Buffer.alloc(0), zoneOf(request.raw), request.ip);
  }
}
