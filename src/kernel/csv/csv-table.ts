import { CsvError, parse } from 'csv-parse/sync';
import { refuseField } from '../../protocol/refusal.js';

/** One record of a file of comma-separated values (RFC 4180). */
export interface CsvRecord {
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** What spreadsheets write: UTF-8 with or without a byte order mark, or GB18030, which reads GBK and GB2312 too. */
const CHARSETS = ['utf-8', 'gb18030'] as const;

/**
 * Reads a file of comma-separated values; records without any text are left out, line ends inside quotes come as `\n`. `charset` is what its sender says;
 * without it the bytes decide. Refuses with `-2` what is in neither character set, and quotes that do not match, naming the line.
 */
export function readCsv(bytes: Uint8Array, charset?: string): CsvRecord[] {
  const text = decoded(bytes, charset).replace(/\r\n?/g, '\n');
  const records = parsed(text).map(({ record, info }) => ({ line: info.lines - lineEndsIn(record), cells: record }));
  return records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

/** A record that begins so would be carried out by a spreadsheet (CSV injection); an apostrophe in front makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

/** Writes a file of comma-separated values as spreadsheets read it without asking: UTF-8 with a byte order mark, CR LF. */
export function writeCsv(records: readonly (readonly string[])[]): string {
  return `\uFEFF${records.map(csvRecord).join('')}`;
}

/** One record of such a file, for files that are written piece by piece. */
export const csvRecord = (cells: readonly string[]): string => `${cells.map(written).join(',')}\r\n`;

function written(cell: string): string {
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text;
}

function decoded(bytes: Uint8Array, charset: string | undefined): string {
  for (const each of charset === undefined ? CHARSETS : [charset]) {
    try {
      return new TextDecoder(each, { fatal: true }).decode(bytes);
    } catch {
      // Not these characters; a label that nobody knows ends here too.
    }
  }
  throw refuseField('body', charset === undefined ? 'is neither UTF-8 nor GB18030' : `is not ${charset}`);
}

function parsed(text: string): ParsedRecord[] {
  try {
    return parse(text, { info: true, relax_column_count: true, record_delimiter: '\n' }) as unknown as ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refuseField('body', `line ${Number(error['lines'])}: the quotes do not match`);
  }
}

/** The parser counts the lines up to the end of a record. */
const lineEndsIn = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
