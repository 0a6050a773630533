import { C, row, shape } from '../shape.js';
import { parsePoolingArea } from '../identifiers.js';
import type { CredentialState } from './credential-record.js';
import { idTypeField, insuranceTypeField } from './fields.js';

/** 参保数据上报 (notice 二(二)): one person as insured in one pooling area; the national tier gives the person a credential number (4.1). */
export const input = shape('openec', '参保数据上报输入参数', [
  row(1, 'idType',        '证件类型', idTypeField,            'Y', 'Y'),
  row(2, 'idNo',          '证件号码', C(22),                  'N', 'Y', 'personal'),
  row(3, 'userName',      '姓名',     C(50),                  'N', 'Y', 'personal'),
  row(4, 'poolingArea',   '统筹区',   C(6, parsePoolingArea), 'Y', 'Y'),
  row(5, 'insuranceType', '险种类型', insuranceTypeField,     'Y', 'Y'),
]);

export const output = shape('openec', '参保数据上报输出参数', [
  row(1, 'credentialState', '凭证状态', C<CredentialState>(12), 'Y', 'Y'),
]);
