import { parseMacAddress, parseOrgId, parseQrValue } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { businessTypeField, checkResultField, codeSymbolField, momentField } from './fields.js';

/** 二维码校验 (7.1): whether a scan of this value by this institution, for this business, would be taken; the value stays unused. */
export const input = shape('openec', '二维码校验输入参数', [
  row(1, 'orgId',        '机构 ID',          C(32, parseOrgId),      'N', 'Y'),
  row(2, 'ecQrCode',     '电子凭证二维码值', C(32, parseQrValue),    'N', 'Y', 'secret'),
  row(3, 'businessType', '用码业务类型',     businessTypeField,      'Y', 'Y'),
  row(4, 'termId',       '终端 ID',          C(32),                  'N', 'Y'),
  row(5, 'termIp',       'IP 信息',          C(32),                  'N', 'Y'),
  row(6, 'termMac',      '终端 MAC 地址',    C(17, parseMacAddress), 'N', 'N'),
]);

/** Nothing about the person: who that is, the scan tells. */
export const output = shape('openec', '二维码校验输出参数', [
  row(1, 'flag',      '校验结果', checkResultField, 'Y', 'Y'),
  row(2, 'expiresAt', '失效时间', momentField,      'N', 'N'),
]);

/** 异地二维码校验 (4.9): only the issuer knows, so the question goes through national to the province that issued the code. */
export const exchange = {
  input: shape('openec', '异地二维码校验输入参数', [
    row(1, 'ecQrCode', '电子凭证二维码值', C(32, parseQrValue), 'N', 'Y', 'secret'),
    row(2, 'orgId',    '机构 ID',          C(32, parseOrgId),   'N', 'Y'),
  ]),
  output: shape('openec', '异地二维码校验输出参数', [
    row(1, 'flag',       '校验结果',     checkResultField, 'Y', 'Y'),
    row(2, 'expiresAt',  '失效时间',     momentField,      'N', 'N'),
    // INT-73: absent where the code was shown without the password.
    row(3, 'passwordAt', '密码校验时间', momentField,      'N', 'N'),
    // INT-60: as which symbol it was issued; absent where the scan would not be taken.
    row(4, 'symbol',     '码制',         codeSymbolField,  'Y', 'N'),
  ]),
};
