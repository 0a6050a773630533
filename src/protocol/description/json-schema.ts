import type { FieldType, Row, Shape } from '../shape.js';

/** A JSON Schema of the 2020-12 dialect, as OpenAPI 3.1 uses it. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** The table as a schema: its mandatory rows are required, its other rows may be null or empty text, nothing else may stand there. */
export function schemaOfShape(of: Shape<unknown>): JsonSchema {
  const required = of.rows.filter((row) => row.mandatory === 'Y').map((row) => row.id);
  return {
    title: of.title, type: 'object',
    properties: Object.fromEntries(of.rows.map((row) => [row.id, schemaOfRow(row)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function schemaOfRow(row: Row): JsonSchema {
  const schema = { ...schemaOfType(row.type), title: row.name, ...(row.privacy === 'open' ? {} : { 'x-privacy': row.privacy }) };
  return row.mandatory === 'Y' ? schema : { title: row.name, anyOf: [schema, { type: 'null' }, { const: '' }] };
}

/** The type column. A text that is shorter on the wire than `length` allows is fine; an empty one says nothing and is no value. */
export function schemaOfType({ type, length, inner, item, least, most, values, form }: FieldType<unknown>): JsonSchema {
  if (type === 'B') return { type: 'boolean' };
  if (type === 'N') return { type: 'integer', minimum: least, maximum: most };
  if (item !== undefined) return { type: 'array', items: schemaOfType(item as FieldType<unknown>), maxItems: length };
  if (type === 'Json') return inner === undefined ? { type: 'object' } : schemaOfShape(inner);
  if (values !== undefined) return { type: 'string', enum: [...values] };
  return { type: 'string', minLength: 1, maxLength: length, ...(form && { pattern: form.pattern.source, description: form.rule }) };
}
