import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AnswerDesk } from '../../../../kernel/dispatch/answer.js';
import type { ReturnCodeName } from '../../../../protocol/dictionaries/return-codes.js';
import { refuse, Refusal, refuseField } from '../../../../protocol/refusal.js';
import { WrongState } from '../../wrong-state.rules.js';
import { LoginRefused } from './login-refused.js';

/** HTTP status by the cause of a refusal; any other cause is a fault of the request, 400. */
const STATUS: Partial<Record<ReturnCodeName, number>> = {
  userNotAuthorized: 401,
  forbidden: 403,
  badAddress: 404, channelNotFound: 404, institutionNotFound: 404,
  channelNotApproved: 409, channelNotAuthorizedNationally: 409, channelAlreadyReviewed: 409, channelRemovalFailed: 409, institutionNotApproved: 409,
  rateLimited: 429,
  unknownError: 500,
};

/** Refusals of the management centre: the body says code, message and detail as every other answer does, the HTTP status fits them. */
@Catch()
export class ManagementRefusals implements ExceptionFilter {
  constructor(private readonly answers: AnswerDesk) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const refused = refusalOf(error);
    const { body, refusal } = this.answers.failure({}, refused);
    void host.switchToHttp().getResponse<FastifyReply>().status(statusOf(refusal)).header('content-type', 'application/json; charset=utf-8').send(body);
  }
}

/** What Nest or Fastify refuse by themselves, said in our words; an error of our own stays what it is. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof HttpException) || error.getStatus() >= 500) return error;
  return error.getStatus() === 404 ? refuse('badAddress') : refuseField('request', error.message);
}

function statusOf(refusal: Refusal): number {
  if (refusal instanceof WrongState) return 409;
  return refusal instanceof LoginRefused ? 401 : (STATUS[refusal.returnCode.name] ?? 400);
}
