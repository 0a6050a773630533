import { Table, TableIndex, type TableColumnOptions } from 'typeorm';

/** Words for migrations: only column types that mean the same on SQLite and PostgreSQL. Times and amounts are bigint, ids are made by us. */

export function varchar(name: string, length: number): TableColumnOptions {
  return { name, type: 'varchar', length: String(length) };
}

export function text(name: string): TableColumnOptions {
  return { name, type: 'text' };
}

export function bigint(name: string): TableColumnOptions {
  return { name, type: 'bigint' };
}

export function integer(name: string): TableColumnOptions {
  return { name, type: 'integer' };
}

export function key(column: TableColumnOptions): TableColumnOptions {
  return { ...column, isPrimary: true };
}

export function nullable(column: TableColumnOptions): TableColumnOptions {
  return { ...column, isNullable: true };
}

export function index(name: string, columnNames: string[]): TableIndex {
  return new TableIndex({ name, columnNames });
}

/** An index of some rows only: those that fulfil a condition in SQL. */
export function indexWhere(name: string, columnNames: string[], where: string): TableIndex {
  return new TableIndex({ name, columnNames, where });
}

export function unique(name: string, columnNames: string[], where?: string): TableIndex {
  return new TableIndex({ name, columnNames, isUnique: true, ...(where ? { where } : {}) });
}

export function table(name: string, columns: TableColumnOptions[], indices: TableIndex[] = []): Table {
  return new Table({ name, columns, indices });
}
