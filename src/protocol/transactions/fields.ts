import { businessTypes, findBusinessType } from '../dictionaries/business-types.js';
import { findCheckResult } from '../dictionaries/check-results.js';
import { findIdType, idTypes } from '../dictionaries/id-types.js';
import { FormatError, parsePoolingArea } from '../identifiers.js';
import { C, N, oneOf, row, shape, type FieldType } from '../shape.js';

/** 用码业务类型, table C.1; INT-04: the canonical five digits, or three where they are unique. */
export const businessTypeField: FieldType<string> = {
  ...C(5, (text) => {
    const found = findBusinessType(text);
    if (found === undefined) throw new FormatError(`a business type of table C.1 such as ${businessTypes[0].code}`);
    return found.code;
  }),
  values: businessTypes.flatMap(({ code, second }) => [code, second]),
};

/** 证件类型, table C.2. */
export const idTypeField: FieldType<string> = {
  ...C(2, (text) => {
    if (findIdType(text) === undefined) throw new FormatError('an id type of table C.2 such as 01');
    return text;
  }),
  values: idTypes.map(({ code }) => code),
};

/** 校验结果, table C.3. */
export const checkResultField: FieldType<string> = C(1, (text) => {
  if (findCheckResult(text) === undefined) throw new FormatError('0 or 1 (table C.3)');
  return text;
});

/** An amount of money in fen. */
export const fenField = N(0, 1_000_000_000_00);

/** A moment in epoch milliseconds. */
export const momentField = N();

/** 险种: 310 职工基本医疗保险, 390 城乡居民基本医疗保险 (codes of the national insurance-type list). */
export const insuranceTypes = { employee: '310', resident: '390' } as const;

/** 险种类型: one of `insuranceTypes`, wherever it is said; what the national tier took it must be able to hand on. */
export const insuranceTypeField: FieldType<string> = oneOf(3, Object.values<string>(insuranceTypes));

/** 一维/二维码 (4.10): as which symbol a code value is shown; `both` side by side on one screen. */
export const codeSymbols = ['qrCode', 'barCode', 'both'] as const;
export type CodeSymbol = (typeof codeSymbols)[number];

/** 码制: one of `codeSymbols`. */
export const codeSymbolField: FieldType<CodeSymbol> = C(7, (text) => {
  const found = codeSymbols.find((symbol) => symbol === text);
  if (found === undefined) throw new FormatError(`one of ${codeSymbols.join(', ')}`);
  return found;
});

/** 参保地: one pooling area a person is insured in, with the insurance type there. */
export const insuredPlaceShape = shape('openec', '参保地', [
  row(1, 'poolingArea',   '统筹区',   C(6, parsePoolingArea), 'Y', 'Y'),
  row(2, 'insuranceType', '险种类型', insuranceTypeField,     'Y', 'Y'),
]);

/** 姓名、证件类型、证件号码 (2.4): who a person is, as a channel or a province names somebody. */
export const identityRows = [
  row(1, 'idType',   '证件类型', idTypeField, 'Y', 'Y'),
  row(2, 'idNo',     '证件号码', C(22),       'N', 'Y', 'personal'),
  row(3, 'userName', '姓名',     C(50),       'N', 'Y', 'personal'),
] as const;
