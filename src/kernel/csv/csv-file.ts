import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { csvCells } from './csv-cells.js';

/** In which characters a file is written: UTF-8, or what spreadsheets in China write (GB18030 reads GBK and GB2312 too). */
export type Charset = 'utf-8' | 'gb18030';

/** What one look through a file tells. */
export interface CsvScan {
  /** SM3 of the whole file, hex. */
  readonly digest: string;
  readonly bytes: number;
  readonly lines: number;
  readonly charset: Charset;
}

/** Why a line has no cells: its characters are none, its quotes do not match, it is longer than any row. */
export type LineFault = 'characters' | 'quotes' | 'tooLong';

/** One line of a file of comma-separated values. Lines without any text are passed over. */
export interface CsvLine {
  /** From 1. */
  readonly line: number;
  /** Where the line after it begins, in bytes. */
  readonly end: number;
  readonly cells: readonly string[];
  readonly fault?: LineFault;
}

/** Where reading begins. */
export interface CsvPosition {
  /** Bytes before it. */
  readonly position: number;
  /** Lines before it. */
  readonly line: number;
}

/** Longer lines are no rows; so much stands in memory at most beside what the disk gives at once. */
const LONGEST_LINE = 8_192;
const LINE_END = 0x0a;

type Decoder = InstanceType<typeof TextDecoder>;

interface RawLine {
  readonly bytes: Buffer;
  readonly end: number;
  readonly tooLong: boolean;
}

/**
 * Looks through a file once, without keeping it: what it is known by, how long it is, and in which characters it is written. A byte order mark says UTF-8;
 * else the lines that are not plain ASCII vote, so that one spoilt line does not turn the names of a whole file into others.
 */
export async function scanCsv(file: string): Promise<CsvScan> {
  const digest = createHash('sm3');
  const votes = { utf8: 0, other: 0 };
  let [bytes, lines, marked] = [0, 0, false];
  for await (const block of rawLines(file, 0, (chunk) => digest.update(chunk))) {
    for (const { bytes: line, end } of block) {
      if (lines === 0) marked = hasMark(line);
      if (!isAscii(line)) votes[isUtf8(line) ? 'utf8' : 'other'] += 1;
      lines += 1;
      bytes = end;
    }
  }
  const charset = marked || votes.utf8 >= votes.other ? 'utf-8' : 'gb18030';
  return { digest: digest.digest('hex'), bytes, lines, charset };
}

/** Reads the lines from a position on, as many at a time as the disk gives. */
export async function* readCsvLines(file: string, charset: Charset, { position, line: before }: CsvPosition): AsyncGenerator<CsvLine[]> {
  const decoder = new TextDecoder(charset, { fatal: true });
  let behind = before;
  for await (const block of rawLines(file, position)) {
    const first = behind + 1;
    const read = block.map((raw, index): CsvLine => ({ line: first + index, end: raw.end, ...cellsOf(raw, decoder) }));
    behind += block.length;
    yield read.filter(({ cells, fault }) => fault !== undefined || cells.some((cell) => cell.trim() !== ''));
  }
}

function cellsOf({ bytes, tooLong }: RawLine, decoder: Decoder): Pick<CsvLine, 'cells' | 'fault'> {
  if (tooLong) return { cells: [], fault: 'tooLong' };
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { cells: [], fault: 'characters' };
  }
  const cells = csvCells(text.endsWith('\r') ? text.slice(0, -1) : text);
  return cells === undefined ? { cells: [], fault: 'quotes' } : { cells };
}

/** Lines as bytes, without their ends: in UTF-8 and in GB18030 the byte of a line end is no part of any other character. */
async function* rawLines(file: string, position: number, watch: (chunk: Buffer) => void = () => undefined): AsyncGenerator<RawLine[]> {
  let rest: Buffer = Buffer.alloc(0);
  let [dropped, at] = [false, position];
  for await (const chunk of createReadStream(file, { start: position, highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    watch(chunk);
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const found: RawLine[] = [];
    let from = 0;
    for (let end = bytes.indexOf(LINE_END, from); end !== -1; end = bytes.indexOf(LINE_END, from)) {
      at += end + 1 - from;
      found.push({ bytes: bytes.subarray(from, end), end: at, tooLong: dropped || end - from > LONGEST_LINE });
      [from, dropped] = [end + 1, false];
    }
    rest = bytes.subarray(from);
    if (rest.length > LONGEST_LINE) [at, dropped, rest] = [at + rest.length, true, Buffer.alloc(0)];
    yield found;
  }
  if (rest.length > 0 || dropped) yield [{ bytes: rest, end: at + rest.length, tooLong: dropped }];
}

const hasMark = (line: Buffer): boolean => line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf;
