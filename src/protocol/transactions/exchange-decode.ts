import { parseCredentialNumber, parseOrgId, parsePoolingArea, parseQrValue } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { businessTypeField, codeSymbolField, idTypeField, insuranceTypeField, momentField } from './fields.js';

/** 异地二维码解析请求 (6.3.2.2 b, 6.4.2.2 a): a code of another province goes through national to the province that issued it (4.9). */
export const input = shape('openec', '异地二维码解析输入参数', [
  row(1, 'ecQrCode',     '电子凭证二维码值', C(32, parseQrValue), 'N', 'Y', 'secret'),
  row(2, 'orgId',        '机构 ID',          C(32, parseOrgId),   'N', 'Y'),
  row(3, 'businessType', '用码业务类型',     businessTypeField,   'Y', 'Y'),
]);

/** Who showed the code: the business place issues its own token over it (INT-15). */
export const output = shape('openec', '异地二维码解析输出参数', [
  row(1, 'credentialNumber', '电子凭证标识码', C(64, parseCredentialNumber), 'N', 'Y', 'personal'),
  row(2, 'idType',           '证件类型',       idTypeField,                  'Y', 'Y'),
  row(3, 'idNo',             '证件号码',       C(22),                        'N', 'Y', 'personal'),
  row(4, 'userName',         '用户姓名',       C(200),                       'N', 'Y', 'personal'),
  row(5, 'insuOrg',          '参保地行政区划', C(6, parsePoolingArea),       'N', 'Y'),
  row(6, 'insuranceType',    '险种类型',       insuranceTypeField,           'Y', 'Y'),
  // Absent where an institution shows the code (INT-91).
  row(7, 'channelNumber',    '渠道编号',       C(32),                        'N', 'N'),
  // INT-73: absent where the code was shown without the password.
  row(8, 'passwordAt',       '密码校验时间',   momentField,                  'N', 'N'),
  // INT-60: as which symbol it was issued; whether that is admitted is for the business place to say.
  row(9, 'symbol',           '码制',           codeSymbolField,              'Y', 'Y'),
]);
