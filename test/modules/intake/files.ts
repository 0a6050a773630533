import { intakeColumns, isHeader, readHeader, type Header, type IntakeColumn } from '../../../src/modules/intake/province/intake-columns.rules.js';
import { buildResidentId } from '../../../src/protocol/identity-documents.js';

export type Cells = Readonly<Record<IntakeColumn, string>>;

/** A row that keeps every rule in 福建 on 1 December 2026. */
export const GOOD: Cells = {
  idType: '01', idNo: buildResidentId('350000', '19900115', '123'), userName: '甄测试', poolingArea: '350200', insuranceType: '310',
  insuredFrom: '20150701', insuredUntil: '',
};

export const JUDGING = { province: '35', today: '20261201' } as const;

/** Where the columns of these files stand. */
export const HEADER: Header = (() => {
  const header = readHeader(intakeColumns.map(({ name }) => name));
  if (!isHeader(header)) throw new Error('the header of the tests is none');
  return header;
})();

/** The cells of a row in the order of {@link HEADER}. */
export const rowOf = (cells: Cells): string[] => intakeColumns.map(({ id }) => cells[id]);
