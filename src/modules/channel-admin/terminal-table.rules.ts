import { lexicalObject } from '../../protocol/lexical-json.js';
import { refuse, type FieldFault } from '../../protocol/refusal.js';
import { readFields } from '../../protocol/shape.js';
import { terminalKindNames, type Standing, type TerminalKind } from '../../protocol/transactions/application-record.js';
import { describedShape, terminalRecordShape, type TerminalRecord, type TerminalWish } from '../../protocol/transactions/register-terminal.js';

/** A line of a file, whatever stands in it. */
export interface TableLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** One terminal of a file (表1): what is wished, or what is wrong with it. */
export interface TerminalLine {
  readonly line: number;
  /** What stands in the file, by column, for the answer. */
  readonly said: Readonly<Record<string, string>>;
  readonly wish: TerminalWish | undefined;
  readonly faults: readonly FieldFault[];
}

type Column = { readonly id: string; readonly name: string };

/** What a file says of each terminal, by the ids and names of table 1. */
const WISHED: readonly Column[] = describedShape.rows;
/** What the centre adds; a file that it gave out may be handed in again, so these are passed over. */
const RESULT: readonly Column[] = [{ id: 'outcome', name: '登记结果' }, { id: 'reason', name: '原因' }];
const ASSIGNED: readonly Column[] = terminalRecordShape.rows.slice(WISHED.length).filter(({ id }) => id !== 'networks');
const COLUMNS: readonly Column[] = [...WISHED, ...ASSIGNED, ...RESULT];

/** INT-94: reads the lines of a file of terminals. A heading that is not understood is `-2`; what is wrong with a terminal stands beside it. */
export function readTerminalLines([heading, ...lines]: readonly TableLine[]): TerminalLine[] {
  const columns = columnsOf(heading?.cells ?? []);
  return lines.map((line) => readLine(columns, line));
}

function columnsOf(cells: readonly string[]): string[] {
  const bare = (text: string): string => text.replace(/\s/g, '').toLowerCase();
  const ids = cells.map((cell) => COLUMNS.find(({ id, name }) => [bare(id), bare(name)].includes(bare(cell)))?.id);
  const unknown = cells.filter((cell, at) => ids[at] === undefined && cell.trim() !== '');
  const faults = [
    ...unknown.map((cell) => `has a column ${JSON.stringify(cell.slice(0, 40))} that nobody knows`),
    ...WISHED.filter(({ id }) => !ids.includes(id)).map(({ id, name }) => `has no column ${name} (${id})`),
    ...WISHED.filter(({ id }) => ids.indexOf(id) !== ids.lastIndexOf(id)).map(({ id, name }) => `has the column ${name} (${id}) twice`),
  ];
  if (faults.length > 0) throw refuse('badRequest', { faults: faults.map((reason) => ({ field: 'body', reason: `the heading ${reason}` })) });
  return ids.map((id) => id ?? '');
}

function readLine(columns: readonly string[], { line, cells }: TableLine): TerminalLine {
  const said: Record<string, string> = {};
  for (const [at, id] of columns.entries()) if (WISHED.some((column) => column.id === id)) said[id] = (cells[at] ?? '').trim();
  const faults: FieldFault[] = [];
  const wish = readFields(describedShape, Object.assign(lexicalObject(), { ...said, kind: kindOf(said['kind'] ?? '') }), '', faults);
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) faults.push({ field: 'line', reason: 'has more cells than the heading' });
  return { line, said, faults, wish: faults.length === 0 ? (wish as TerminalWish) : undefined };
}

/** A kind of terminal by its name in the standard; a text that names none stays as it is, for the table to refuse. */
const kindOf = (text: string): string => Object.entries(terminalKindNames).find(([, name]) => name === text)?.[0] ?? text;

/** What became of one line of a file. */
export interface TerminalResult {
  readonly said: Readonly<Record<string, string>>;
  readonly record?: TerminalRecord | undefined;
  /** 已登记, 原已登记, 未登记; absent in a list of the register. */
  readonly outcome?: string;
  readonly faults?: readonly FieldFault[];
}

const STANDINGS: Readonly<Record<Standing, string>> = { active: '启用', suspended: '停用', retired: '注销' };

/** A file of terminals: table 1 with what the centre assigned, and with what became of each line where the file answers one. */
export function terminalTable(results: readonly TerminalResult[], columns: 'register' | 'results'): string[][] {
  const wanted = columns === 'register' ? [...WISHED, ...ASSIGNED] : COLUMNS;
  return [wanted.map(({ name }) => name), ...results.map((result) => wanted.map(({ id }) => textsOf(result)[id] ?? ''))];
}

function textsOf({ said, record, outcome = '', faults = [] }: TerminalResult): Readonly<Record<string, string>> {
  return { ...said, ...(record && recordTexts(record)), outcome, reason: faults.map(({ field, reason }) => `${field}: ${reason}`).join('; ') };
}

/** The fields of table 1 as people read them. */
export function recordTexts({ kind, filedOn, standing, networks: _beside, ...record }: TerminalRecord): Readonly<Record<string, string>> {
  return { ...record, kind: terminalKindNames[kind satisfies TerminalKind], filedOn: dayText(filedOn), standing: STANDINGS[standing] };
}

/** `20190501` as table 1 writes it: `2019/05/01`. */
const dayText = (day: string): string => day.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1/$2/$3');
