import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { readMembers } from '../../../../protocol/envelope.js';
import { isLexicalObject, LexicalJsonError, NumberLexeme, parseLexicalJson, type LexicalValue } from '../../../../protocol/lexical-json.js';
import { refuse, refuseField, type FieldFault } from '../../../../protocol/refusal.js';
import { readShape, type Shape } from '../../../../protocol/shape.js';
import type { Page } from './page.js';
import { requestOf } from './management-request.js';

/** The JSON body as an instance of a class whose members carry rules. Refuses with `-2`, naming every fault; members without rules are faults too. */
export const JsonBody = createParamDecorator(<T extends object>(type: ClassConstructor<T>, context: ExecutionContext): T => (
  requireValid(type, readJson(requestOf(context).body))
));

/** The JSON body read by a table of the protocol. Refuses with `-2`, naming every fault. */
export const BodyByTable = createParamDecorator(<T>(table: Shape<T>, context: ExecutionContext): T => (
  readShape(table, readMembers(requestOf(context).body ?? Buffer.alloc(0)), '')
));

/** The query of the address, like {@link JsonBody}; its values are texts. */
export const QueryOf = createParamDecorator(<T extends object>(type: ClassConstructor<T>, context: ExecutionContext): T => {
  const { page: _page, pageSize: _pageSize, ...rest } = requestOf(context).query as Record<string, unknown>;
  return requireValid(type, rest);
});

/** Which page of a list; `500031` where `page` or `pageSize` is missing. */
export const PageOf = createParamDecorator((_data: unknown, context: ExecutionContext): Page => {
  const { page, pageSize } = requestOf(context).query as Record<string, unknown>;
  const missing = Object.entries({ page, pageSize }).filter(([, value]) => value === undefined || value === '');
  if (missing.length > 0) throw refuse('pageParametersMissing', { faults: missing.map(([field]) => ({ field, reason: 'is missing' })) });
  return { page: whole('page', page, 1_000_000), pageSize: whole('pageSize', pageSize, 200) };
});

/** Makes an instance and checks its rules. Throws `-2` with every fault. */
export function requireValid<T extends object>(type: ClassConstructor<T>, values: object): T {
  refuseReserved(values, '');
  const instance = plainToInstance(type, values);
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (errors.length > 0) throw refuse('badRequest', { faults: errors.flatMap((error) => faultsOf(error, '')) });
  return instance;
}

/** Names by which JavaScript finds the class of an object: both libraries ask objects for them and take what they get. */
const RESERVED: readonly string[] = ['constructor', 'prototype', '__proto__'];

function refuseReserved(value: unknown, above: string): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const field = above === '' ? name : `${above}.${name}`;
    if (RESERVED.includes(name)) throw refuseField(field, 'should not exist');
    refuseReserved(member, field);
  }
}

function readJson(body: Buffer | undefined): object {
  const value = plainOf(parsed(body ?? Buffer.alloc(0)));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuseField('body', 'must be a JSON object');
  return value;
}

function parsed(body: Buffer): LexicalValue {
  try {
    return parseLexicalJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw refuseField('body', error instanceof LexicalJsonError ? error.message : 'must be UTF-8');
  }
}

function plainOf(value: LexicalValue): unknown {
  if (value instanceof NumberLexeme) return Number(value.text);
  if (Array.isArray(value)) return value.map(plainOf);
  if (!isLexicalObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainOf(member)]));
}

function faultsOf({ property, constraints, children }: ValidationError, above: string): FieldFault[] {
  const field = above === '' ? property : `${above}.${property}`;
  const own = Object.values(constraints ?? {}).map((text) => ({ field, reason: text.replace(new RegExp(`^(property |each value in )?${escaped(property)} `), '') }));
  return [...own, ...(children ?? []).flatMap((child) => faultsOf(child, field))];
}

const escaped = (text: string): string => text.replace(/[^0-9A-Za-z_]/g, String.raw`\$&`);

function whole(field: string, value: unknown, most: number): number {
  const number = typeof value === 'string' && /^[1-9]\d{0,6}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= most)) throw refuseField(field, `must be a whole number from 1 to ${most}`);
  return number;
}
