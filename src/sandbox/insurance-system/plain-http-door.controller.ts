import { Controller, Inject, Injectable, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { equalText } from '../../crypto/equal.js';
import { LOG, type Log } from '../../kernel/log.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { httpOperations, type HttpOperation } from '../../modules/settlement/province/http-insurance-messages.js';
import { isLexicalObject, LexicalJsonError, parseLexicalJson, writeLexicalJson } from '../../protocol/lexical-json.js';
import { Refusal, refuseField } from '../../protocol/refusal.js';
import { readShape, writeShape } from '../../protocol/shape.js';
import { InsuranceBooks } from './insurance-books.js';

/** Injection token of the secret of the plain HTTP door; undefined keeps the door shut. */
export const DOOR_SECRET = Symbol('DoorSecret');

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** What the door does, without HTTP: docs/insurance-system.md from the other side. */
@Injectable()
export class PlainHttpDoor {
  private readonly operations: Readonly<Record<string, (body: string) => Promise<string>>>;

  constructor(
    books: InsuranceBooks, private readonly work: UnitOfWork, @Inject(DOOR_SECRET) private readonly secret: string | undefined,
    @Inject(LOG) private readonly log: Log,
  ) {
    const { preview, settle, reverse } = httpOperations;
    this.operations = {
      [preview.path]: serving(preview, (asked) => books.preview(asked)),
      [settle.path]: serving(settle, (order) => this.work.run(() => books.settle(order))),
      [reverse.path]: serving(reverse, (reversal) => this.work.run(() => books.reverse(reversal))),
    };
  }

  async answer(path: string, authorization: string | undefined, body: string): Promise<Reply> {
    if (this.secret === undefined || !equalText(authorization ?? '', `Bearer ${this.secret}`)) return reply(401, { reason: 'wrong secret' });
    const operation = Object.hasOwn(this.operations, path) ? this.operations[path] : undefined;
    if (operation === undefined) return reply(404, { reason: 'no such operation' });
    try {
      return { status: 200, body: await operation(body) };
    } catch (error) {
      if (error instanceof Refusal) return reply(422, { code: error.returnCode.code, reason: reasonOf(error) });
      this.log.error({ error }, 'failed');
      return reply(500, { reason: 'internal error' });
    }
  }
}

/** The plain HTTP door of the simulated system, for mid-platforms that are configured to use it. */
@Controller('insurance')
export class PlainHttpDoorController {
  constructor(private readonly door: PlainHttpDoor) {}

  @Post(':operation')
  async post(
    @Param('operation') operation: string, @Req() request: FastifyRequest<{ Body: Buffer | undefined }>, @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<string> {
    const { status, body } = await this.door.answer(operation, request.headers.authorization, (request.body ?? '').toString('utf8'));
    void response.status(status).header('content-type', 'application/json; charset=utf-8');
    return body;
  }
}

function serving<I, O>({ input, output }: HttpOperation<I, O>, serve: (asked: I) => Promise<O>): (body: string) => Promise<string> {
  return async (body) => writeLexicalJson(writeShape(output, await serve(readShape(input, membersOf(body), 'body'))));
}

function membersOf(body: string) {
  try {
    const value = parseLexicalJson(body);
    if (isLexicalObject(value)) return value;
  } catch (error) {
    if (!(error instanceof LexicalJsonError)) throw error;
  }
  throw refuseField('body', 'is no JSON object');
}

const reply = (status: number, answer: object): Reply => ({ status, body: JSON.stringify(answer) });

const reasonOf = ({ faults, diagnosis }: Refusal): string | undefined =>
  (faults.length > 0 ? faults.map(({ field, reason }) => `${field}: ${reason}`).join('; ') : diagnosis);
