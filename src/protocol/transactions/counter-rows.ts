import { parseMacAddress, parsePoolingArea } from '../identifiers.js';
import { C, row, type FieldType } from '../shape.js';
import { businessTypeField } from './fields.js';

/**
 * What every request from a counter says: table A.4 after the code value, and `deviceType` and `termMac`, which terminals in the field send besides. The
 * business is of table C.1 unless it is a unit's (INT-67).
 */
export const counterRows = <const First extends number>(first: First, businessType: FieldType<string> = businessTypeField) => [
  row(first,     'businessType', '用码业务类型', businessType,      'Y', 'Y'),
  row(first + 1, 'termId',       '终端 ID',      C(32),             'N', 'Y'),
  row(first + 2, 'termIp',       'IP 信息',      C(32),             'N', 'Y'),
  row(first + 3, 'operatorId',   '操作员工号',   C(20),             'N', 'Y'),
  row(first + 4, 'operatorName', '操作员姓名',   C(30),             'N', 'Y', 'personal'),
  row(first + 5, 'officeId',     '医保科室编号', C(20),             'N', 'Y'),
  row(first + 6, 'officeName',   '科室名称',     C(30),             'N', 'Y'),
  row(first + 7, 'deviceType',   '设备类型',     C(20),             'N', 'N'),
  // INT-93: what the dynamic library reports.
  row(first + 8, 'termMac',      '终端 MAC 地址', C(17, parseMacAddress), 'N', 'N'),
] as const;

/** How many `counterRows` there are. */
const COUNTER_ROWS = 9;

/** The same for a presentation without a display, where whatever is said at a display must be said at the counter. */
export const presentationRows = (first: number) => [
  ...counterRows(first),
  // INT-61: the person's choice among several pooling areas.
  row(first + COUNTER_ROWS,     'insuOrg',  '所选参保地行政区划', C(6, parsePoolingArea), 'N', 'N'),
  // 4.2, INT-63: where the province asks for it at display; then the data travels encrypted.
  row(first + COUNTER_ROWS + 1, 'password', '电子凭证密码',       C(64),                  'N', 'N', 'secret'),
] as const;
