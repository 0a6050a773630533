import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Zone } from '../../protocol/transaction.js';
import { zoneOf } from '../host/listeners.js';
import { Measures } from '../monitor/measures.js';
import { NO_TRANSACTION } from '../monitor/request-meter.js';
import { refuse, Refusal, refuseField } from '../../protocol/refusal.js';
import { AnswerDesk } from './answer.js';
import { nothingOf } from './dialect.js';

const BROKEN: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large', ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What goes wrong before a request reaches a controller gets an answer of the same form: a wrong address `-5`, a body we will not read `-2`. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(private readonly answers: AnswerDesk, private readonly measures: Measures) {}

  catch(error: unknown, host: ArgumentsHost): void {
    this.answer(error, host.switchToHttp().getResponse<FastifyReply>());
  }

  /** Fastify refuses an address that does not decode before any filter sees it. */
  badUrl(reply: FastifyReply): void {
    this.answer({ statusCode: 404 }, reply);
  }

  /** The whole HTTP response to what is no HTTP request, too long a head, or a request that was not whole in time. */
  broken(error: Error & { code?: string }, zone: Zone): string {
    const status = BROKEN[error.code ?? ''] ?? '400 Bad Request';
    const { body, refusal } = this.answers.failure({}, refuseField('body', `is in no whole HTTP request: ${status}`));
    this.measures.note({ zone, transType: NO_TRANSACTION, code: refusal.returnCode.code });
    const head = [`HTTP/1.1 ${status}`, 'Content-Type: application/json; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close'];
    return `${head.join('\r\n')}\r\n\r\n${body}`;
  }

  private answer(error: unknown, reply: FastifyReply): void {
    const { status, refused } = asRefusal(error);
    const nothing = nothingOf(reply.request);
    const { body, refusal } = this.answers.failure(nothing === undefined ? {} : { dialect: { nothing: () => nothing } }, refused);
    this.measures.note({ zone: zoneOf(reply.request.raw), transType: NO_TRANSACTION, code: refusal.returnCode.code });
    void reply.status(status).header('content-type', 'application/json; charset=utf-8').send(body);
  }
}

function asRefusal(error: unknown): { status: number; refused: unknown } {
  const known = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | null)?.statusCode;
  if (error instanceof Refusal) return { status: known ?? 200, refused: error };
  const status = known ?? 500;
  if (status === 404 || status === 405) {
    return { status, refused: refuse('badAddress', { faults: [{ field: 'url', reason: 'nothing is served at this address and method' }] }) };
  }
  return status < 500 ? { status, refused: refuseField('body', error instanceof Error ? error.message : 'cannot be read') } : { status: 500, refused: error };
}
