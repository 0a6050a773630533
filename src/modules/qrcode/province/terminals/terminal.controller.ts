import { Controller, Header, HttpCode, Post, Req, type Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AnswersNothingWith } from '../../../../kernel/dispatch/dialect.js';
import { zoneOf } from '../../../../kernel/host/listeners.js';
import { emptyAnswer, terminalPaths, type TerminalPath } from '../../../../protocol/terminal-request.js';
import { TerminalDoor } from './terminal-door.js';

type Bytes = FastifyRequest<{ Body: Buffer | undefined }>;

/** The addresses that terminals in the field post to, as they are and behind each of the prefixes, such as `/test`. */
export function terminalController(prefixes: readonly string[]): Type {
  const at = (path: TerminalPath): string[] => ['', ...prefixes].map((prefix) => `${prefix}/${terminalPaths[path]}`);

  @Controller()
  class TerminalController {
    constructor(private readonly door: TerminalDoor) {}

    @Post(at('decode'))
    @HttpCode(200)
    @Header('content-type', 'application/json; charset=utf-8')
    @AnswersNothingWith(() => emptyAnswer(undefined, 'decode'))
    decode(@Req() request: Bytes): Promise<string> {
      return this.answer('decode', request);
    }

    @Post(at('checkToken'))
    @HttpCode(200)
    @Header('content-type', 'application/json; charset=utf-8')
    @AnswersNothingWith(() => emptyAnswer(undefined, 'checkToken'))
    checkToken(@Req() request: Bytes): Promise<string> {
      return this.answer('checkToken', request);
    }

    private answer(path: TerminalPath, { body, headers, raw, ip }: Bytes): Promise<string> {
      const charset = /;\s*charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1];
      return this.door.answer({ path, body: body ?? Buffer.alloc(0), charset, zone: zoneOf(raw), address: ip });
    }
  }
  return TerminalController;
}
