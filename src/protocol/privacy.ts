import type { Row, Shape } from './shape.js';

/** Names of the fields whose values are masked in logs, and of those that never stand in one, gathered from the tables of the catalogue. */
export function fieldsByPrivacy(
  tables: readonly { input: Shape<unknown>; output: Shape<unknown> }[],
): { secretFields: ReadonlySet<string>; personalFields: ReadonlySet<string> } {
  const rows = tables.flatMap(({ input, output }) => [...allRows(input), ...allRows(output)]);
  const named = (privacy: Row['privacy']): ReadonlySet<string> => new Set(rows.filter((row) => row.privacy === privacy).map((row) => row.id));
  return { secretFields: named('secret'), personalFields: named('personal') };
}

function allRows(shape: Shape<unknown>): Row[] {
  return shape.rows.flatMap((row) => [row, ...(row.type.inner === undefined ? [] : allRows(row.type.inner))]);
}
