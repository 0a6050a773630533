import { parseEcToken, parsePoolingArea } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { creditCodeField } from './unit-fields.js';

/** 单位电子凭证验证 (A.1.7, INT-67): as table A.6, with the unit in place of the person. */
export const input = shape('openec', '单位电子凭证验证输入参数', [
  row(1, 'ecToken',    '令牌',             C(64, parseEcToken), 'N', 'Y', 'secret'),
  row(2, 'creditCode', '统一社会信用代码', creditCodeField,     'N', 'Y'),
  row(3, 'unitName',   '单位名称',         C(100),              'N', 'Y'),
]);

/** As table A.7. */
export const output = shape('openec', '单位电子凭证验证输出参数', [
  row(1, 'flag',       '校验结果',         C(1),                   'Y', 'Y'),
  row(2, 'creditCode', '统一社会信用代码', creditCodeField,        'N', 'Y'),
  row(3, 'unitName',   '单位名称',         C(100),                 'N', 'Y'),
  row(4, 'insuOrg',    '参保地行政区划',   C(6, parsePoolingArea), 'N', 'N'),
]);
