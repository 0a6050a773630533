import { tableC4, beyondC4 } from '../dictionaries/return-codes.js';
import { requestShape } from '../envelope.js';
import { PROTOCOL_VERSION } from '../seal.js';
import type { AnyTransaction } from '../transactions/index.js';
import { answerShape } from './answer-table.js';
import { schemaOfShape, type JsonSchema } from './json-schema.js';

/** Who offers what is described: its name, and where transactions are posted. */
export interface Described {
  readonly title: string;
  readonly path: string;
  readonly transactions: readonly AnyTransaction[];
}

/**
 * The wire as an OpenAPI 3.1 document. All transactions share one path and are told apart by `transType`, so the request is one of as many schemas as
 * there are transactions; the answer's `data` follows the output table of the one that was asked.
 */
export function openApiDocument({ title, path, transactions }: Described): object {
  const names = transactions.map((row) => row.transType);
  return {
    openapi: '3.1.0',
    info: { title, version: PROTOCOL_VERSION, description: ABOUT, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths: {
      [path]: {
        post: {
          operationId: 'transact', summary: '一次交易 · one transaction (A.1.2)',
          requestBody: { required: true, content: json({ oneOf: names.map((name) => ref(`request.${name}`)) }) },
          responses: { 200: { description: '业务结果见 code · the verdict stands in `code`', content: json({ anyOf: names.map((name) => ref(`answer.${name}`)) }) } },
        },
      },
      '/health': probe('进程状态 · how the process is', '200'),
      '/ready': probe('可否受理 · whether requests can be answered (503: not now)', '200'),
      '/openapi.json': probe('本文件 · this document', '200'),
    },
    components: { schemas: Object.fromEntries([...common, ...transactions.flatMap(schemasOf)]) },
  };
}

const ABOUT = 'Signed and encrypted as docs/protocol.md says: the schemas describe the members before encryption; where the data travel as encData, `data` is absent.';

const json = (schema: JsonSchema): object => ({ 'application/json': { schema } });
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const probe = (summary: string, status: string): object => ({ get: { summary, responses: { [status]: { description: summary, content: json({ type: 'object' }) } } } });

const codeSchema: JsonSchema = {
  type: 'integer', description: '返回值，表 C.4 · return code',
  oneOf: [...Object.values(tableC4), ...Object.values(beyondC4)].map(({ code, text, name }) => ({ const: code, title: name, description: text })),
};

/** What all requests and all answers have in common; what else may stand beside it is said by the transaction. */
const common: [string, JsonSchema][] = [
  ['code', codeSchema],
  ['request', openEnded(schemaOfShape(requestShape))],
  ['answer', openEnded(schemaOfShape(answerShape), { code: ref('code') })],
];

function openEnded(envelope: JsonSchema, own: Record<string, JsonSchema> = {}): JsonSchema {
  const { additionalProperties: _closed, ...open } = envelope;
  return { ...open, properties: { ...(envelope.properties as object), ...own } };
}

function schemasOf(row: AnyTransaction): [string, JsonSchema][] {
  const { transType, clause, callers, servedBy, zone, travel } = row;
  const facts = { 'x-clause': clause, 'x-callers': callers, 'x-served-by': servedBy, 'x-zone': zone, 'x-travel': travel };
  return [
    [`request.${transType}`, { title: row.input.title, ...around('request', { transType: { const: transType }, data: schemaOfShape(row.input) }), ...facts }],
    // A refusal's `data` is an empty object.
    [`answer.${transType}`, { title: row.output.title, ...around('answer', { data: { anyOf: [schemaOfShape(row.output), { type: 'object', maxProperties: 0 }] } }) }],
  ];
}

/** The common envelope with what is this transaction's own, and nothing else. */
function around(envelope: 'request' | 'answer', own: Record<string, JsonSchema>): JsonSchema {
  return { allOf: [ref(envelope), { properties: own }], unevaluatedProperties: false };
}
