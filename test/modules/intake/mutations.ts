import { mod11Radix2 } from '../../../src/protocol/check-digits.js';
import type { Cells } from './files.js';

interface Mutation {
  /** The row spoilt in one place; undefined where it has no such place. */
  readonly spoil: (cells: Cells, choice: number) => Cells | undefined;
  readonly fault: string;
}

const resident = (change: (idNo: string, choice: number) => string) => (cells: Cells, choice: number): Cells | undefined => (
  cells.idType === '01' ? { ...cells, idNo: change(cells.idNo, choice) } : undefined
);

const withCheckDigit = (body17: string): string => body17 + mod11Radix2(body17);

/** One digit of the sequence becomes another one. */
function otherDigit(idNo: string, choice: number): string {
  const at = 14 + (choice % 3);
  return idNo.slice(0, at) + String((Number(idNo[at]) + 1 + (choice % 9)) % 10) + idNo.slice(at + 1);
}

const into = (column: keyof Cells, ...values: readonly string[]) => (cells: Cells, choice: number): Cells => ({ ...cells, [column]: values[choice % values.length] });

/** What happens to rows on their way into a file, and the one fault that each makes. */
export const mutations: readonly Mutation[] = [
  { spoil: resident(otherDigit), fault: 'idNo checkDigit' },
  { spoil: resident((idNo) => idNo.slice(0, 17)), fault: 'idNo idNoForm' },
  { spoil: resident((idNo) => withCheckDigit(`${idNo.slice(0, 10)}1332${idNo.slice(14, 17)}`)), fault: 'idNo birthDate' },
  { spoil: resident((idNo) => withCheckDigit(`00${idNo.slice(2, 17)}`)), fault: 'idNo idNoProvince' },
  { spoil: resident((idNo) => withCheckDigit(`${idNo.slice(0, 6)}20980101${idNo.slice(14, 17)}`)), fault: 'idNo birthInFuture' },
  { spoil: into('idType', '00', '9', '18', 'ID'), fault: 'idType idType' },
  { spoil: into('userName', '甄**', '测试?', '示例1', '□□', '甄'), fault: 'userName nameForm' },
  { spoil: into('userName', '', '  '), fault: 'userName missing' },
  { spoil: into('poolingArea', '35020', '3502000', 'ABCDEF', '990100'), fault: 'poolingArea divisionCode' },
  { spoil: into('poolingArea', '440100', '110000'), fault: 'poolingArea otherProvince' },
  { spoil: into('insuranceType', '311', '职工', '31'), fault: 'insuranceType insuranceType' },
  { spoil: into('insuredFrom', '20190230', '2019', '19-01-02', '2019.01.02'), fault: 'insuredFrom date' },
  { spoil: (cells, choice) => ({ ...into('insuredFrom', '20270101', '2027-01-01')(cells, choice), insuredUntil: '' }), fault: 'insuredFrom startsInFuture' },
  { spoil: (cells) => ({ ...cells, insuredUntil: '19000101' }), fault: 'insuredUntil endsBeforeStart' },
];
