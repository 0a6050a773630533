import { IsIn, IsInt, Max, Min, ValidateBy } from 'class-validator';
import type { DatabasePlace } from '../persistence/database-place.js';

export const databaseTypes = ['sqlite', 'postgres'] as const;
export type DatabaseType = (typeof databaseTypes)[number];

/** Where a tier keeps its data: a file of the embedded database, or a database of its own on a PostgreSQL server (docs/databases.md). */
export class DatabaseConfig {
  @IsIn(databaseTypes) type: DatabaseType = 'sqlite';
  /** File of the embedded database. */
  @NeededBy('sqlite', notText) file?: string;
  /** `postgresql://user:password@host:port/database`; as secret as the password in it. */
  @NeededBy('postgres', noPostgresUrl) url?: string;
  /** PostgreSQL: connections of this process. One writes, one keeps the turns of delivery; the others read. */
  @IsInt() @Min(3) @Max(200) poolSize = 10;
}

/** The place that a checked section names. */
export function databasePlace({ type, file = '', url = '', poolSize }: DatabaseConfig): DatabasePlace {
  return type === 'sqlite' ? { file } : { url, poolSize };
}

/** Required where the section has this type, and refused where it has another: whoever sets both is asked which one is meant. */
function NeededBy(type: DatabaseType, whyNot: (value: unknown) => string | undefined): PropertyDecorator {
  const fault = (value: unknown, section: DatabaseConfig): string | undefined => {
    if (section.type === type) return whyNot(value);
    return value === undefined ? undefined : `is for databases of type ${type} only`;
  };
  return ValidateBy({
    name: 'neededBy',
    validator: {
      validate: (value: unknown, args) => fault(value, args?.object as DatabaseConfig) === undefined,
      defaultMessage: (args) => fault(args?.value, args?.object as DatabaseConfig) ?? '',
    },
  });
}

function notText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? undefined : 'must be a text that is not empty';
}

/** The sentence holds no part of the address: a password may stand in it. */
function noPostgresUrl(value: unknown): string | undefined {
  const well = typeof value === 'string' && /^postgres(?:ql)?:\/\//.test(value) && URL.canParse(value) && new URL(value).pathname.length > 1;
  return well ? undefined : 'must look like postgresql://user@host:5432/database';
}
