import { parseCredentialNumber, parseOrgId, parsePoolingArea, parseQrValue } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { insuranceTypeField, momentField } from './fields.js';
import { creditCodeField, mandateRoleField, unitBusinessTypeField, unitKindField } from './unit-fields.js';

/** 异地单位二维码解析请求 (4.9): a unit's code of another province goes through national to the province that issued it. */
export const input = shape('openec', '异地单位二维码解析输入参数', [
  row(1, 'ecQrCode',     '电子凭证二维码值', C(32, parseQrValue),   'N', 'Y', 'secret'),
  row(2, 'orgId',        '机构 ID',          C(32, parseOrgId),     'N', 'Y'),
  row(3, 'businessType', '单位用码业务类型', unitBusinessTypeField, 'Y', 'Y'),
]);

/** Which unit's code was shown, and by whom: the business place issues its own token over it (INT-15). */
export const output = shape('openec', '异地单位二维码解析输出参数', [
  row(1, 'credentialNumber', '电子凭证标识码',   C(64, parseCredentialNumber), 'N', 'Y', 'personal'),
  row(2, 'creditCode',       '统一社会信用代码', creditCodeField,              'N', 'Y'),
  row(3, 'unitName',         '单位名称',         C(100),                       'N', 'Y'),
  row(4, 'unitKind',         '单位类别',         unitKindField,                'Y', 'Y'),
  row(5, 'insuOrg',          '参保地行政区划',   C(6, parsePoolingArea),       'N', 'Y'),
  row(6, 'insuranceType',    '险种类型',         insuranceTypeField,           'Y', 'Y'),
  row(7, 'channelNumber',    '渠道编号',         C(32),                        'N', 'Y'),
  row(8, 'role',             '展码人身份',       mandateRoleField,             'Y', 'Y'),
  row(9, 'userName',         '展码人姓名',       C(200),                       'N', 'Y', 'personal'),
  // INT-73: absent where the code was shown without the password.
  row(10, 'passwordAt',      '密码校验时间',     momentField,                  'N', 'N'),
]);
