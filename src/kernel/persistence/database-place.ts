/** Where one tier keeps its data: a SQLite file (or `:memory:`), or a database on a PostgreSQL server. */
export type DatabasePlace = SqlitePlace | PostgresPlace;

export interface SqlitePlace {
  /** Path of the SQLite file, or `:memory:`. */
  readonly file: string;
}

export interface PostgresPlace {
  /** `postgresql://user:password@host:port/database`, with what the driver understands behind a question mark (`sslmode`, `host` for a socket). */
  readonly url: string;
  /** Connections of this process. */
  readonly poolSize: number;
}

/** The place in words for operators and logs: a path, or an address without its password. */
export function placeInWords(place: DatabasePlace): string {
  return 'file' in place ? place.file : withoutSecrets(place.url);
}

/** Parameters are left out but for the host: the driver takes a password there as well. */
function withoutSecrets(address: string): string {
  const url = new URL(address);
  const host = url.searchParams.get('host');
  url.password = '';
  url.search = host === null ? '' : `?host=${host}`;
  return url.toString();
}
