import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { TRANSACTION_PATH } from '../../../src/client/transaction-client.js';
import { openApiDocument } from '../../../src/protocol/description/openapi.js';
import { catalogue } from '../../../src/protocol/transactions/index.js';

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(openApiDocument({ title: 'openec', path: TRANSACTION_PATH, transactions: catalogue }), 'openapi');

/** Schemas are compiled when a message of theirs is first seen. */
const compiled = new Map<string, ValidateFunction>();

function schemaOf(name: string): ValidateFunction {
  const known = compiled.get(name) ?? ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
  compiled.set(name, known);
  return known;
}

/** Where a message departs from docs/openapi.json; undefined where it does not. */
export function departure(kind: 'request' | 'answer', transType: string, message: unknown): string | undefined {
  const validate = schemaOf(`${kind}.${transType}`);
  return validate(message) ? undefined : ajv.errorsText(validate.errors, { dataVar: kind });
}
