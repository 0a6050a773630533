import { findIdType } from '../../../protocol/dictionaries/id-types.js';
import { isPoolingArea, provinceOfDivision, type PoolingArea, type ProvinceCode } from '../../../protocol/identifiers.js';
import { birthOfIdNumber, checkIdNumber, idNumberFaults, isCalendarDate, normaliseIdNo, normaliseName } from '../../../protocol/identity-documents.js';
import { insuranceTypes } from '../../../protocol/transactions/fields.js';
import { intakeColumns, type Header, type IntakeColumn } from './intake-columns.rules.js';
import type { IntakeReason, RowFault } from './intake-reasons.rules.js';

/** A row that keeps every rule that can be asked of a row alone; number and name in their one spelling, dates as `yyyyMMdd`. */
export interface CleanRow {
  readonly idType: string;
  readonly idNo: string;
  readonly userName: string;
  readonly poolingArea: PoolingArea;
  readonly insuranceType: string;
  readonly insuredFrom: string;
  /** The last day; empty while the period goes on. */
  readonly insuredUntil: string;
}

/** Against what a row is judged. */
export interface Judging {
  readonly province: ProvinceCode;
  /** `yyyyMMdd`, the same for a whole file however long it takes. */
  readonly today: string;
}

export type ReadRow = { readonly clean: CleanRow } | { readonly faults: readonly RowFault[] };

/** Reads one row by the published rules (INT-151). */
export function readRow(cells: readonly string[], { width, places }: Header, judging: Judging): ReadRow {
  if (cells.length !== width) return { faults: [{ field: 'row', reason: 'cells', value: '' }] };
  const value = (id: IntakeColumn): string => cells[places.get(id) ?? width]?.trim() ?? '';
  const missing = intakeColumns.filter(({ id, mandatory }) => mandatory && value(id) === '');
  if (missing.length > 0) return { faults: missing.map(({ id }) => ({ field: id, reason: 'missing', value: '' })) };
  const clean: CleanRow = {
    idType: value('idType'), idNo: normaliseIdNo(value('idType'), value('idNo')), userName: normaliseName(value('userName')),
    poolingArea: value('poolingArea') as PoolingArea, insuranceType: value('insuranceType'),
    insuredFrom: dateOf(value('insuredFrom')), insuredUntil: untilOf(value('insuredUntil')),
  };
  const faults = faultsOf(clean, judging).map(([field, reason]): RowFault => ({ field, reason, value: value(field) }));
  return faults.length === 0 ? { clean } : { faults };
}

/** Whether a period runs on a day. */
export const isInForce = ({ insuredFrom, insuredUntil }: Pick<CleanRow, 'insuredFrom' | 'insuredUntil'>, day: string): boolean => (
  insuredFrom <= day && (insuredUntil === '' || insuredUntil >= day)
);

/** At most one fault for each column. */
function faultsOf(row: CleanRow, { province, today }: Judging): [IntakeColumn, IntakeReason][] {
  const found: readonly [IntakeColumn, IntakeReason | undefined][] = [
    ['idType', findIdType(row.idType) === undefined ? 'idType' : undefined],
    ['idNo', findIdType(row.idType) === undefined ? undefined : numberFault(row, today)],
    ['userName', isName(row.userName) ? undefined : 'nameForm'],
    ['poolingArea', areaFault(row.poolingArea, province)],
    ['insuranceType', Object.values<string>(insuranceTypes).includes(row.insuranceType) ? undefined : 'insuranceType'],
    ['insuredFrom', fromFault(row, today)],
    ['insuredUntil', untilFault(row)],
  ];
  return found.flatMap(([field, reason]) => (reason === undefined ? [] : [[field, reason]]));
}

const REASONS: Readonly<Record<string, IntakeReason>> = {
  [idNumberFaults.birth]: 'birthDate', [idNumberFaults.checkDigit]: 'checkDigit', [idNumberFaults.province]: 'idNoProvince',
};

function numberFault({ idType, idNo }: CleanRow, today: string): IntakeReason | undefined {
  const why = checkIdNumber(idType, idNo);
  if (why !== undefined) return REASONS[why] ?? 'idNoForm';
  const birth = birthOfIdNumber(idType, idNo);
  return birth !== undefined && birth > today ? 'birthInFuture' : undefined;
}

/** Letters of any script, marks, private-use characters (rare ones in old registers), the middle dot and what foreign names have; no digit, no `*` or `?`. */
const NAME = /^[\p{L}\p{M}\p{Co}\u00b7](?:[\p{L}\p{M}\p{Co}\u00b7 .,'\u2019()（）-])*$/u;

function isName(name: string): boolean {
  const length = [...name].length;
  return length >= 2 && length <= 50 && NAME.test(name);
}

function areaFault(area: string, province: ProvinceCode): IntakeReason | undefined {
  if (!isPoolingArea(area)) return 'divisionCode';
  return provinceOfDivision(area) === province ? undefined : 'otherProvince';
}

function fromFault({ idType, idNo, insuredFrom }: CleanRow, today: string): IntakeReason | undefined {
  if (!isCalendarDate(insuredFrom)) return 'date';
  if (insuredFrom > today) return 'startsInFuture';
  const birth = checkIdNumber(idType, idNo) === undefined ? birthOfIdNumber(idType, idNo) : undefined;
  return birth !== undefined && birth <= today && insuredFrom < birth ? 'beforeBirth' : undefined;
}

function untilFault({ insuredFrom, insuredUntil }: CleanRow): IntakeReason | undefined {
  if (insuredUntil === '') return undefined;
  if (!isCalendarDate(insuredUntil)) return 'date';
  return isCalendarDate(insuredFrom) && insuredUntil < insuredFrom ? 'endsBeforeStart' : undefined;
}

const SEPARATED = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/;

/** `20190105`, `2019-01-05` and `2019/1/5` in one spelling; anything else comes back as it is and is no date. */
function dateOf(text: string): string {
  const [, year, , month, day] = SEPARATED.exec(text) ?? [];
  return year === undefined ? text.length === 8 ? text : `?${text}` : `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`;
}

/** Registers write the last day of the year 9999 for a period that goes on. */
const untilOf = (text: string): string => (text === '' || dateOf(text) === '99991231' ? '' : dateOf(text));
