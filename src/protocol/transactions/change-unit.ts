import { C, row, shape } from '../shape.js';
import { credentialStateField } from './credential-record.js';
import { idTypeField } from './fields.js';
import { creditCodeField, unitRows } from './unit-fields.js';

/** 单位信息变更 (4.4, INT-68): the unit as it is known, then as it is from now on. Another name, code or legal representative: activated anew. */
export const input = shape('openec', '单位信息变更输入参数', [
  ...unitRows,
  row(3, 'newCreditCode', '变更后统一社会信用代码',   creditCodeField, 'N', 'Y'),
  row(4, 'newUnitName',   '变更后单位名称',           C(100),          'N', 'Y'),
  row(5, 'idType',        '变更后法定代表人证件类型', idTypeField,     'Y', 'Y'),
  row(6, 'idNo',          '变更后法定代表人证件号码', C(22),           'N', 'Y', 'personal'),
  row(7, 'userName',      '变更后法定代表人姓名',     C(50),           'N', 'Y', 'personal'),
]);

/** The state of the credential that the unit has now. */
export const output = shape('openec', '单位信息变更输出参数', [
  row(1, 'credentialState', '凭证状态', credentialStateField, 'Y', 'Y'),
]);
