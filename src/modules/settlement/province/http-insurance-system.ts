import type { OnModuleDestroy } from '@nestjs/common';
import { HttpPoster, Unreachable, type HttpAnswer } from '../../../client/http-post.js';
import { outsideFailure, type Contacts } from '../../../kernel/link/contacts.js';
import { findReturnCode } from '../../../protocol/dictionaries/return-codes.js';
import { isLexicalObject, lexicalObject, parseLexicalJson, writeLexicalJson, type LexicalObject } from '../../../protocol/lexical-json.js';
import { Refusal, refuse } from '../../../protocol/refusal.js';
import { readShape, writeShape, type Shape } from '../../../protocol/shape.js';
import type { Shares } from '../../../protocol/transactions/preview-insurance.js';
import { httpOperations, type HttpOperation } from './http-insurance-messages.js';
import type { InsuranceSystem, ReversalOrder } from './insurance-system.port.js';
import type { BusinessCase, SettledShares, SettlementOrder } from './settlement-order.js';

/** Where the system listens, and the secret both sides know. */
export interface HttpInsuranceAccess {
  readonly url: string;
  readonly secret: string;
  readonly timeoutMs: number;
}

/** A local core business system that does not speak our envelope: JSON over HTTP(S) with a bearer secret, as docs/insurance-system.md describes it. */
export class HttpInsuranceSystem implements InsuranceSystem, OnModuleDestroy {
  private readonly poster = new HttpPoster();

  /** `name` is its name among peers, the origin of its refusals. */
  constructor(private readonly access: HttpInsuranceAccess, private readonly name: string, private readonly contacts: Contacts) {
    contacts.expect(name, 'outside');
  }

  preview(order: BusinessCase): Promise<Shares> {
    return this.ask(httpOperations.preview, caseOf(order));
  }

  settle(order: SettlementOrder): Promise<SettledShares> {
    return this.ask(httpOperations.settle, { ...caseOf(order), settlementNo: order.settlementNo });
  }

  reverse(order: ReversalOrder): Promise<{ reversedAt: number }> {
    return this.ask(httpOperations.reverse, order);
  }

  onModuleDestroy(): void {
    this.poster.close();
  }

  private ask<I, O>(operation: HttpOperation<I, O>, question: I): Promise<O> {
    return this.contacts.watch(this.name, () => this.exchange(operation, question), outsideFailure);
  }

  private async exchange<I, O>({ path, input, output }: HttpOperation<I, O>, question: I): Promise<O> {
    const body = writeLexicalJson(writeShape(input, question));
    const { status, body: answer } = await this.post(path, body);
    if (status === 200) return readAnswer(output, answer);
    throw refusalOf(status, answer, this.name);
  }

  private async post(path: string, body: string): Promise<HttpAnswer> {
    const { url, secret, timeoutMs } = this.access;
    try {
      return await this.poster.exchange(`${url.replace(/\/$/, '')}/${path}`, body, timeoutMs, { authorization: `Bearer ${secret}` });
    } catch (error) {
      if (error instanceof Unreachable) throw refuse('timeout', { diagnosis: error.message });
      throw error;
    }
  }
}

function caseOf({ orgId, institutionKind, businessType, identity, poolingArea, insuranceType, totalFen }: BusinessCase) {
  return { orgId, institutionKind, businessType, ...identity, insuOrg: poolingArea, insuranceType, totalFen };
}

/** An answer that is not what the table says cannot be believed: `-1`, nobody knows whether it was settled. Fields beyond the table do no harm. */
function readAnswer<O>(output: Shape<O>, body: Buffer): O {
  try {
    const members = membersOf(body);
    const known = output.rows.filter(({ id }) => members[id] !== undefined).map(({ id }) => [id, members[id]] as const);
    return readShape(output, Object.assign(lexicalObject(), Object.fromEntries(known)), 'answer');
  } catch (error) {
    throw refuse('unknownError', { diagnosis: `the insurance system's answer cannot be believed: ${whyOf(error)}` });
  }
}

/**
 * What an HTTP status other than 200 means: 401, 403 and 404 that our access is configured wrongly (`500032`); 4xx with a `code` of table C.4 the
 * system's own refusal; 429 `-6`; 5xx that it is out of service (`-3`); everything else `-1`.
 */
function refusalOf(status: number, body: Buffer, origin: string): Refusal {
  const said = `the insurance system answered HTTP ${status}`;
  if (status === 401 || status === 403) return refuse('configurationMissing', { diagnosis: `${said}: it does not accept our secret` });
  if (status === 404 || status === 405) return refuse('configurationMissing', { diagnosis: `${said}: nothing is served at the configured address` });
  if (status === 429) return refuse('rateLimited', { diagnosis: said });
  if (status >= 500) return refuse('timeout', { diagnosis: said });
  const { code, reason } = saidIn(body);
  const row = code === undefined || code === 0 ? undefined : findReturnCode(code);
  if (status < 400 || row === undefined) return refuse('unknownError', { diagnosis: `${said}, which says neither shares nor a refusal` });
  return new Refusal(row, { diagnosis: reason ?? said, origin });
}

function saidIn(body: Buffer): { code?: number; reason?: string } {
  try {
    const { code, reason } = JSON.parse(body.toString('utf8')) as { code?: unknown; reason?: unknown };
    return { ...(typeof code === 'number' && { code }), ...(typeof reason === 'string' && { reason: reason.slice(0, 200) }) };
  } catch {
    return {};
  }
}

function membersOf(body: Buffer): LexicalObject {
  const value = parseLexicalJson(body.toString('utf8'));
  if (!isLexicalObject(value)) throw new Error('it is no JSON object');
  return value;
}

function whyOf(error: unknown): string {
  if (error instanceof Refusal) return error.faults.map(({ field, reason }) => `${field} ${reason}`).join('; ');
  return error instanceof Error ? error.message : String(error);
}
