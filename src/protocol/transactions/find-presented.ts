import { parseBankCardNumber, parseDivisionCode, parseMobileNumber, parseOrgId, parsePoolingArea } from '../identifiers.js';
import { C, nested, row, shape } from '../shape.js';
import { credentialRecordShape } from './credential-record.js';
import { identityRows } from './fields.js';
import * as sendSmsCode from './send-sms-code.js';

/** Who was found: an activated credential with its person. National remembers that the asking province holds something of it. */
const output = shape('openec', '展现形式查询结果', [
  row(1, 'credential', '电子凭证信息', nested(credentialRecordShape), 'N', 'Y'),
]);

/** 4.10: the business place does not know the holder of an identity document and asks national. */
export const document = {
  input: shape('openec', '身份证件持有人查询输入参数', [
    ...identityRows,
    row(4, 'orgId', '机构 ID', C(32, parseOrgId), 'N', 'Y'),
  ]),
  output,
};

/** 4.10: who has bound this bank card; national alone knows. */
export const card = {
  input: shape('openec', '金融卡持有人查询输入参数', [
    row(1, 'cardNo', '金融卡号', C(19, parseBankCardNumber), 'N', 'Y', 'secret'),
    row(2, 'orgId',  '机构 ID',  C(32, parseOrgId),          'N', 'Y'),
  ]),
  output,
};

/** 4.10: has a code sent to a mobile number, for one institution. */
export const sendMobileCode = {
  input: shape('openec', '手机号持有人短信验证码发送输入参数', [
    row(1, 'mobile', '手机号',  C(11, parseMobileNumber), 'N', 'Y', 'personal'),
    row(2, 'orgId',  '机构 ID', C(32, parseOrgId),        'N', 'Y'),
  ]),
  output: sendSmsCode.output,
};

/** 4.10: who holds this mobile number and has the code. What the code is refused for must be known before it is used up: the place as well. */
export const mobile = {
  input: shape('openec', '手机号持有人查询输入参数', [
    row(1, 'mobile',   '手机号',             C(11, parseMobileNumber), 'N', 'Y', 'personal'),
    row(2, 'smsCode',  '短信验证码',         C(6),                     'N', 'Y', 'secret'),
    row(3, 'orgId',    '机构 ID',            C(32, parseOrgId),        'N', 'Y'),
    row(4, 'division', '机构所在行政区划',   C(6, parseDivisionCode),  'N', 'Y'),
    row(5, 'insuOrg',  '所选参保地行政区划', C(6, parsePoolingArea),   'N', 'N'),
    row(6, 'userName', '姓名',               C(50),                    'N', 'N', 'personal'),
    row(7, 'idNo',     '证件号码',           C(22),                    'N', 'N', 'personal'),
  ]),
  output,
};

/** 4.10: whose face this is, among everybody's (1:N). */
export const face = {
  input: shape('openec', '人脸持有人查询输入参数', [
    row(1, 'biometricSample', '生物特征样本', C(200_000),        'N', 'Y', 'secret'),
    row(2, 'orgId',           '机构 ID',      C(32, parseOrgId), 'N', 'Y'),
  ]),
  output,
};
