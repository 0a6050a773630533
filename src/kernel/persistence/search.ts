import { Brackets } from 'typeorm';

/** Which part of what was found is wanted. */
export interface Slice {
  readonly skip: number;
  readonly take: number;
}

export interface Found<T> {
  /** How many there are in all. */
  readonly total: number;
  readonly items: T[];
}

/** The condition that one of these columns contains a text; what LIKE reads as a wildcard stands for itself. */
export function containing(columns: readonly string[], text: string): Brackets {
  const part = `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  return new Brackets((query) => {
    for (const column of columns) query.orWhere(`LOWER(${column}) LIKE :part ESCAPE '!'`, { part });
  });
}
