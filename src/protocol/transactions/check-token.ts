import { parseEcToken, parsePoolingArea } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { idTypeField } from './fields.js';

/** Table A.6 电子凭证验证输入参数. */
export const input = shape('A.6', '电子凭证验证输入参数', [
  row(1, 'ecToken',  '令牌',     C(64, parseEcToken), 'N', 'Y', 'secret'),
  row(2, 'idType',   '证件类型', idTypeField,         'Y', 'Y'),
  row(3, 'idNo',     '证件号码', C(22),               'N', 'Y', 'personal'),
  row(4, 'userName', '姓名',     C(50),               'N', 'Y', 'personal'),
]);

/** Table A.7 电子凭证验证输出参数. */
export const output = shape('A.7', '电子凭证验证输出参数', [
  row(1, 'flag',     '校验结果',       C(1),                  'Y', 'Y'),
  row(2, 'idNo',     '证件号码',       C(22),                 'N', 'Y', 'personal'),
  row(3, 'idType',   '证件类型',       idTypeField,           'Y', 'Y'),
  row(4, 'userName', '姓名',           C(50),                 'N', 'Y', 'personal'),
  row(5, 'insuOrg',  '参保地行政区划', C(6, parsePoolingArea), 'N', 'N'),
]);
