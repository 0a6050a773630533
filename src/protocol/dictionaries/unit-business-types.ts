/** What a unit's code is shown for. */
export interface UnitBusinessType {
  /** Five digits as in table C.1: first level `90` 单位业务, then three digits that no row of table C.1 has. */
  readonly code: string;
  /** Second level, three digits. */
  readonly second: string;
  readonly name: string;
}

const FIRST = '90';

// Table C.1 knows business of natural persons only: every row replaces a card or an identity document. These are ours. INT-67
const rows: readonly (readonly [second: string, name: string])[] = [
  ['901', '单位参保登记'],
  ['902', '单位信息变更'],
  ['903', '职工参保增减'],
  ['904', '缴费申报'],
  ['905', '缴费证明打印'],
  ['906', '生育津贴申领'],
  ['907', '定点协议办理'],
  ['908', '医保费用申报'],
];

/** 单位用码业务类型, beside table C.1. */
export const unitBusinessTypes: readonly UnitBusinessType[] = rows.map(([second, name]) => ({ code: FIRST + second, second, name }));

/** The business type of a unit a client means: five digits, or the three of the second level (INT-04); undefined for any other text, table C.1 included. */
export function findUnitBusinessType(text: string): UnitBusinessType | undefined {
  return unitBusinessTypes.find((row) => row.code === text || row.second === text);
}
