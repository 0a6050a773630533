import { Injectable } from '@nestjs/common';
import type { Dialect } from '../../../../kernel/dispatch/dialect.js';
import { TransactionDesk } from '../../../../kernel/dispatch/transaction-desk.js';
import type { LexicalObject } from '../../../../protocol/lexical-json.js';
import { asRequest, emptyAnswer, inAscii, readTerminalRequest, terminalText, type BodyText, type TerminalPath } from '../../../../protocol/terminal-request.js';
import type { Zone } from '../../../../protocol/transaction.js';
import { TerminalProfile } from '../../../../registry/institution/terminal-profile.js';

/** A request as it arrived at one of the terminals' addresses. */
export interface AtTerminalPath {
  readonly path: TerminalPath;
  readonly body: Uint8Array;
  /** Of the content type, where it names one. */
  readonly charset: string | undefined;
  readonly zone: Zone;
  /** Network address it came from. */
  readonly address: string;
}

/** 终端免签名 (INT-135): takes what terminals in the field send, and answers so that they can read it. What is signed passes as it is. */
@Injectable()
export class TerminalDoor {
  constructor(private readonly desk: TransactionDesk, private readonly profile: TerminalProfile) {}

  /** Never throws; the answer to a body in GBK is ASCII. */
  async answer({ path, body, charset, zone, address }: AtTerminalPath): Promise<string> {
    const dialect = new TerminalDialect(path, charset, this.profile);
    const answer = await this.desk.answer(body, zone, address, dialect);
    return dialect.writtenIn === 'gb18030' ? inAscii(answer) : answer;
  }
}

/** How one request is written. */
class TerminalDialect implements Dialect {
  writtenIn: BodyText['charset'] = 'utf-8';

  constructor(private readonly path: TerminalPath, private readonly charset: string | undefined, private readonly profile: TerminalProfile) {}

  async translate(body: Uint8Array, address: string): Promise<Uint8Array> {
    const { text, charset } = terminalText(body, this.charset);
    this.writtenIn = charset;
    const request = readTerminalRequest(text, this.path);
    if (request === undefined) return body;
    return Buffer.from(asRequest(request, { ...(await this.profile.speaker(address, request)), address }), 'utf8');
  }

  nothing(transType: string | undefined): LexicalObject {
    return emptyAnswer(transType, this.path);
  }
}
