import { parsePoolingArea } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { credentialStateField } from './credential-record.js';
import { idTypeField, insuranceTypeField } from './fields.js';
import { unitKindField, unitRows } from './unit-fields.js';

/**
 * 单位参保数据上报 (notice 一, 二(二)): one unit as registered in one pooling area, with its legal representative; the national tier gives the unit a
 * credential number (INT-65).
 */
export const input = shape('openec', '单位参保数据上报输入参数', [
  ...unitRows,
  row(3, 'unitKind',      '单位类别',           unitKindField,          'Y', 'Y'),
  row(4, 'idType',        '法定代表人证件类型', idTypeField,            'Y', 'Y'),
  row(5, 'idNo',          '法定代表人证件号码', C(22),                  'N', 'Y', 'personal'),
  row(6, 'userName',      '法定代表人姓名',     C(50),                  'N', 'Y', 'personal'),
  row(7, 'poolingArea',   '统筹区',             C(6, parsePoolingArea), 'Y', 'Y'),
  row(8, 'insuranceType', '险种类型',           insuranceTypeField,     'Y', 'Y'),
]);

export const output = shape('openec', '单位参保数据上报输出参数', [
  row(1, 'credentialState', '凭证状态', credentialStateField, 'Y', 'Y'),
]);
