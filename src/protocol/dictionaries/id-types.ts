// Text as printed.
const rows = [
  { code: '01', name: '居民身份证（户口簿）' },
  { code: '02', name: '中国人民解放军军官证' },
  { code: '03', name: '中国人民武装警察警官证' },
  { code: '04', name: '香港特区护照/港澳居民来往内地通行证' },
  { code: '05', name: '澳门特区护照/港澳居民来往内地通行证' },
  { code: '06', name: '台湾居民来往大陆通行证' },
  { code: '07', name: '外国人永久居留证' },
  { code: '08', name: '外国人护照' },
  { code: '11', name: '外国人就业证' },
  { code: '12', name: '外国专家证' },
  { code: '13', name: '外国人常驻记者证' },
  { code: '14', name: '台港澳人员就业证' },
  { code: '15', name: '回国（来华）定居专家证' },
  { code: '16', name: '出生医学证明' },
  { code: '17', name: '港澳台居民居住证' },
  { code: '99', name: '其他身份证件' },
] as const;

/** The two digits of a row of table C.2, `idType` on the wire. */
export type IdTypeCode = (typeof rows)[number]['code'];

/** A row of table C.2 (证件类型代码表): the kind of document a person is known by. */
export interface IdType {
  readonly code: IdTypeCode;
  readonly name: string;
}

/** Table C.2 in the order of the standard. */
export const idTypes: readonly IdType[] = rows;

/** The row of table C.2 with this two-digit code, or undefined. */
export function findIdType(code: string): IdType | undefined {
  return idTypes.find((row) => row.code === code);
}
