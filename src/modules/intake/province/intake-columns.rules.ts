/** The columns of a file of base data and insured data (INT-150): one row is one insured period of one person in one pooling area. */
export const intakeColumns = [
  { id: 'idType',        name: '证件类型', mandatory: true },
  { id: 'idNo',          name: '证件号码', mandatory: true },
  { id: 'userName',      name: '姓名',     mandatory: true },
  { id: 'poolingArea',   name: '统筹区',   mandatory: true },
  { id: 'insuranceType', name: '险种类型', mandatory: true },
  { id: 'insuredFrom',   name: '参保开始', mandatory: true },
  { id: 'insuredUntil',  name: '参保结束', mandatory: false },
] as const;

export type IntakeColumn = (typeof intakeColumns)[number]['id'];

/** Where each column stands in a file, and how many there are. */
export interface Header {
  readonly width: number;
  readonly places: ReadonlyMap<IntakeColumn, number>;
}

/** Why a header cannot be read: these columns are missing, or stand there twice. */
export interface HeaderFault {
  readonly missing: readonly IntakeColumn[];
  readonly twice: readonly IntakeColumn[];
}

/** Finds the columns by their names, Chinese or English, in whichever order; what other columns say is nobody's business here. */
export function readHeader(cells: readonly string[]): Header | HeaderFault {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const found = intakeColumns.map(({ id, name, mandatory }) => ({
    id, mandatory, at: names.flatMap((each, index) => (each === name || each === id.toLowerCase() ? [index] : [])),
  }));
  const missing = found.filter(({ mandatory, at }) => mandatory && at.length === 0).map(({ id }) => id);
  const twice = found.filter(({ at }) => at.length > 1).map(({ id }) => id);
  if (missing.length + twice.length > 0) return { missing, twice };
  return { width: cells.length, places: new Map(found.flatMap(({ id, at: [first] }) => (first === undefined ? [] : [[id, first] as const]))) };
}

/** Whether a header can be worked with. */
export const isHeader = (header: Header | HeaderFault): header is Header => 'places' in header;
