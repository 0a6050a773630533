import { parseEcIndexNo, parseEcToken, parseOrgId, parsePoolingArea, parseQrValue } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { counterRows } from './counter-rows.js';
import { creditCodeField, mandateRoleField, unitBusinessTypeField, unitKindField } from './unit-fields.js';

/** 单位二维码解码请求 (A.1.6, INT-67): the rows of table A.4, for business of units. */
export const input = shape('openec', '单位电子凭证解码输入参数', [
  row(1, 'orgId',    '机构 ID',          C(32, parseOrgId),   'N', 'Y'),
  row(2, 'ecQrCode', '电子凭证二维码值', C(32, parseQrValue), 'N', 'Y', 'secret'),
  ...counterRows(3, unitBusinessTypeField),
]);

/** Which unit, who acts for it, and a token, as table A.5 gives person and token. */
export const output = shape('openec', '单位电子凭证解码输出参数', [
  row(1, 'creditCode', '统一社会信用代码', creditCodeField,        'N', 'Y'),
  row(2, 'unitName',   '单位名称',         C(100),                 'N', 'Y'),
  row(3, 'unitKind',   '单位类别',         unitKindField,          'Y', 'Y'),
  row(4, 'ecToken',    '令牌',             C(64, parseEcToken),    'N', 'Y', 'secret'),
  row(5, 'insuOrg',    '参保地行政区划',   C(6, parsePoolingArea), 'N', 'Y'),
  row(6, 'ecIndexNo',  '电子凭证索引号',   C(32, parseEcIndexNo),  'N', 'Y', 'personal'),
  row(7, 'role',       '展码人身份',       mandateRoleField,       'Y', 'Y'),
  row(8, 'userName',   '展码人姓名',       C(200),                 'N', 'Y', 'personal'),
  row(9, 'chnlId',     '渠道编号',         C(32),                  'N', 'Y'),
  row(10, 'ecQrCode',  '电子凭证二维码值', C(32, parseQrValue),    'N', 'Y', 'secret'),
]);
